"""What the door must say about itself."""

from django import template

from innkeeper.accounts.adapters.factors import demo_words

register = template.Library()


@register.simple_tag
def demo_notice() -> tuple[str, str] | None:
    """Title and sentence of the demo's banner, None in a real house."""
    return demo_words()
