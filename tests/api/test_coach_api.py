"""The coach for other desks: keys, limits, errors, and the examples of the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.coaching import keys
from api.coaching.limits import KeyLimit, TooManyRequestsError
from api.settings import Settings
from tests.api.conftest import Product

README = Path(__file__).resolve().parents[2] / "README.md"
PER_MINUTE = 5


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path, coach_per_minute=PER_MINUTE, _env_file=None)  # type: ignore[call-arg]
    return made.resolved()


async def new_key(product: Product, name: str = "test") -> dict[str, str]:
    async with product.parts.database.write() as session:
        return {"X-API-Key": await keys.create_key(session, name)}


def examples() -> tuple[str, str]:
    """The JSON of the curl example, and the Python example."""
    section = README.read_text("utf-8").split("## 辅导接口")[1].split("\n## ")[0]
    body = re.search(r"-d '(\{.*?\})'", section, re.DOTALL)
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert body and code
    return body[1], code[1]


async def test_the_curl_example_finds_the_unlawful_draft(product: Product) -> None:
    headers = await new_key(product) | {"Content-Type": "application/json"}
    answer = await product.http.post("/v1/coach/flags", content=examples()[0], headers=headers)
    assert answer.status_code == 200, answer.text
    codes = {flag["code"]: flag for flag in answer.json()}
    flag = codes["unlawful_collection"]
    assert flag["severity"] == "block" and flag["start"] < flag["end"]


async def test_the_python_example_runs(
    product: Product, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = await new_key(product)
    said: list[tuple[str, Any]] = []

    class Client:
        """Takes the calls of the example; they are made afterwards, on this test's own loop."""

        def __init__(self, base_url: str, headers: dict[str, str]) -> None:
            self.path = httpx.URL(base_url).path

        def post(self, path: str, json: Any) -> httpx.Response:
            said.append((self.path + path, json))
            return httpx.Response(200, json=[])

    monkeypatch.setenv("LINLI_KEY", headers["X-API-Key"])
    monkeypatch.setattr(httpx, "Client", Client)
    exec(compile(examples()[1], "README.md", "exec"), {})
    assert [path for path, _ in said] == ["/v1/coach/suggestions", "/v1/coach/flags"]
    for path, body in said:
        answer = await product.http.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.json(), path


async def test_without_a_good_key_there_is_no_advice(product: Product) -> None:
    for headers in ({}, {"X-API-Key": "linli_wrong"}):
        answer = await product.http.post("/v1/coach/flags", json={"draft": "好"}, headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"] == "api_key_invalid"
    headers = await new_key(product, "gone")
    async with product.parts.database.write() as session:
        assert await keys.revoke_key(session, "gone") == 1
    answer = await product.http.post("/v1/coach/flags", json={"draft": "好"}, headers=headers)
    assert answer.status_code == 401


async def test_each_key_has_its_own_limit(product: Product) -> None:
    busy, calm = await new_key(product, "busy"), await new_key(product, "calm")
    for _ in range(PER_MINUTE):
        answer = await product.http.post("/v1/coach/flags", json={"draft": ""}, headers=busy)
        assert answer.status_code == 200
    answer = await product.http.post("/v1/coach/flags", json={"draft": ""}, headers=busy)
    assert answer.status_code == 429
    assert answer.json()["error"] == "too_many_requests"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    answer = await product.http.post("/v1/coach/flags", json={"draft": ""}, headers=calm)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/coach/flags", {}),
        ("/v1/coach/flags", {"draft": "好", "context": [{"role": "nobody", "text": "x"}]}),
        ("/v1/coach/suggestions", {"transcript": []}),
        ("/v1/coach/suggestions", {"transcript": "你好"}),
    ],
)
async def test_malformed_input_is_named(product: Product, path: str, body: Any) -> None:
    answer = await product.http.post(path, json=body, headers=await new_key(product))
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "detail"}


async def test_the_description_names_errors_and_examples(product: Product) -> None:
    described = (await product.http.get("/openapi.json")).json()
    operation = described["paths"]["/v1/coach/flags"]["post"]
    assert {"200", "401", "422", "429"} <= set(operation["responses"])
    assert described["components"]["schemas"]["FlagsIn"]["properties"]["draft"]["examples"]


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        KeyLimit(0)


def test_the_wait_is_told() -> None:
    limit = KeyLimit(1)
    limit.count("a")
    with pytest.raises(TooManyRequestsError) as refused:
        limit.count("a")
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
