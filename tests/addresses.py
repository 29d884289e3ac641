"""Where the pages stand that many tests open; known without starting the house."""


def page(name: str) -> str:
    """The address of a page of the desk."""
    return f"/{name}/"


MY_WORK = page("work")
