from django.http import HttpRequest, HttpResponse


def sources(request: HttpRequest) -> HttpResponse: return HttpResponse()
def import_page(request: HttpRequest, public_id: str) -> HttpResponse: return HttpResponse()
def rejected_rows(request: HttpRequest, public_id: str) -> HttpResponse: return HttpResponse()
