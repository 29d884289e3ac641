"""The web's gate: nobody is served while a restore is in progress."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from innkeeper.config.backup.marker import Watch

PAGE = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>503</title>'
    "<h1>正在恢复数据，请稍候</h1><p>请按应急打印包操作，恢复完成后再录入。</p>"
    '<div lang="en"><h1>A restore is in progress</h1><p>Work from the downtime pack; enter it when we are back.</p></div>'
)


class RestoreGate:
    """Answers 503 to everything until the restore is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._watch = Watch()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve, or ask to come back in half a minute."""
        if not self._watch.sees_restore():
            return self._get_response(request)
        answer = HttpResponse(PAGE, status=503)
        answer["Retry-After"] = "30"
        answer["Cache-Control"] = "no-store"
        return answer
