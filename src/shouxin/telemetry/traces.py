# SPDX-License-Identifier: Apache-2.0
"""Traces by OpenTelemetry, if a collector is named; without one nothing of it is even imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def set_up_traces(endpoint: str | None, process: str, app: Any | None = None) -> Callable[[], None]:
    """Send a process's traces to a collector over HTTP.

    Args:
        endpoint: the collector, such as ``http://127.0.0.1:4318``; None for no traces.
        process: the process's name.
        app: the FastAPI application whose requests are traced, if there is one.

    Returns:
        What sends the rest and ends it.
    """
    if endpoint is None:
        return lambda: None
    # none of this is imported without a collector
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    resource = Resource.create({"service.name": "shouxin", "service.instance.id": process})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    if app is not None:
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor  # noqa: PLC0415

        FastAPIInstrumentor.instrument_app(
            app, tracer_provider=provider, excluded_urls="health,metrics"
        )
    return provider.shutdown
