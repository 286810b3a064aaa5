from django.http import HttpRequest, HttpResponse


def account(request: HttpRequest, public_id: str) -> HttpResponse: return HttpResponse()
def archive(request: HttpRequest, public_id: str) -> HttpResponse: return HttpResponse()
def restore(request: HttpRequest, public_id: str) -> HttpResponse: return HttpResponse()
