"""For those who run the service: alive, ready, and figures for Prometheus. No personal data, no token."""

import structlog
from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, PlainTextResponse, Response

import migrations
from admin_api.context import parts_of
from core import clock
from core.access.gauges import Gauges, read_gauges

router = APIRouter(tags=["health"])
_log = structlog.get_logger("admin_api")


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """The process answers."""
    return "ok"


@router.get("/readyz", responses={503: {"description": "Not ready", "content": {"application/json": {}}}})
async def readyz(request: Request) -> Response:
    """The database answers and its schema is the one this code knows."""
    try:
        present = await migrations.current(parts_of(request).db.reader)
    except (OSError, SQLAlchemyError) as failure:
        _log.warning("database does not answer", kind=type(failure).__name__)
        return JSONResponse({"ready": False, "database": False, "schema_current": False}, 503)
    current = present == migrations.head()
    return JSONResponse(
        {"ready": current, "database": True, "schema_current": current}, 200 if current else 503
    )


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Needs by status, and what waits to be read and to be sent."""
    async with parts_of(request).db.read() as session:
        gauges = await read_gauges(session, clock.now())
    return Response(generate_latest(_registry(gauges)), headers={"content-type": CONTENT_TYPE_LATEST})


def _registry(gauges: Gauges) -> CollectorRegistry:
    registry = CollectorRegistry()
    needs = Gauge("liandong_needs", "Needs by status.", ["status"], registry=registry)
    for status, count in gauges.needs.items():
        needs.labels(status.value).set(count)
    waiting = Gauge("liandong_queue_waiting", "Rows that wait and are due.", ["queue"], registry=registry)
    dead = Gauge("liandong_queue_dead", "Rows that were given up.", ["queue"], registry=registry)
    oldest = Gauge(
        "liandong_queue_oldest_seconds", "Age of the oldest row that waits.", ["queue"], registry=registry
    )
    for name, queue in (("inbox", gauges.inbox), ("outbox", gauges.outbox)):
        waiting.labels(name).set(queue.waiting)
        dead.labels(name).set(queue.dead)
        oldest.labels(name).set(queue.oldest_seconds)
    return registry
