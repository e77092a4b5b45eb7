"""A treasurer reconciles the year at a terminal (scenario 11); times and missing registrations with their reasons."""

import json
import urllib.request

from tests.journeys.test_command_line import connected, served

__all__ = ["connected", "served"]


def post(url, path, **body):
    request = urllib.request.Request(url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def people(shell, monkeypatch):
    assert shell.json("people", "add", "Tess", "--role", "treasurer")[0] == 0
    monkeypatch.setenv("CLUBOS_NEW_PIN", "4711")
    for name in ("Ann", "Tess"):
        assert shell.json("--as", name, "people", "pin")[0] == 0
    monkeypatch.setenv("CLUBOS_PIN", "4711")


def look_at_lines(connected):
    code, listed = connected.json("money", "lines")
    assert code == 1
    asking = [line for line in listed["lines"] if line["asks"]]
    assert {line["reason"] for line in asking} >= {"unexplained", "void", "refund", "nothing", "unapplied", "stated"}
    code, way = connected.json("money", "way", next(line["line"] for line in asking if line["reason"] == "refund"))
    assert [step["kind"] for step in way["way"]][:2] == ["payments", "refunds"]
    assert connected.json("money", "way", "payments:1")[1]["error"]["code"] == "money.document"
    assert connected.json("money", "way", "members:1")[1]["error"]["code"] == "money.document"
    return asking


def enter_totals(connected, flow, tmp_path):
    proof = tmp_path / "report.txt"
    proof.write_text("A report of ClubOS")
    words = ("money", "enter", "payments", "--amount", f"{flow['received'] / 100:.2f}")
    assert connected.json(*words)[1]["error"]["code"] == "total.proof"
    assert connected.json(*words, "--file", proof)[0] == 0
    file = tmp_path / "clubos.csv"
    amounts = {"invoices": flow["invoiced"], "refunds": flow["refunded"], "donations": flow["donated"]}
    rows = [f"{what},USD,{amount / 100:.2f}" for what, amount in amounts.items()]
    file.write_text("\n".join(["what,currency,amount", *rows, f"closing,USD,{flow['closing'] / 100:.2f}"]))
    assert connected.json("money", "import", file)[0] == 0


def times_and_missing(connected):
    code, found = connected.json("times")
    assert code == 1
    assert {row["shift"] for row in found["times"]} > {"same"}
    assert connected.json("times", "--event", "none")[1]["error"]["code"] == "times.event"
    event = next(row["legacy_id"] for row in found["times"])
    assert {row["legacy_id"] for row in connected.json("times", "--event", event)[1]["times"]} == {event}
    code, found = connected.json("missing")
    assert code == 1
    assert found["fetched"] == found["paired"] + sum(reason["n"] for reason in found["reasons"])
    assert len(found["missing"]) == found["fetched"] - found["paired"]
    event = next(row["cause"] for row in found["missing"] if row["reason"].startswith("event_"))
    code, probed = connected.json("missing", "--event", event)
    assert {row["cause"] for row in probed["missing"]} >= {event}
    assert connected.json("missing", "--event", "none")[1]["error"]["code"] == "missing.event"
    for words in (("money", "--by", "event"), ("money", "lines"), ("times",), ("missing", "--side", "clubos")):
        assert connected(*words)[1]


def test_the_treasurer_reconciles_the_year(connected, served, monkeypatch, tmp_path):
    assert connected.json("money")[1]["error"]["code"] == "money.none"
    assert connected("sync", "--full")[0] == 0
    people(connected, monkeypatch)
    code, shown = connected.json("money", "--by", "level")
    assert code == 1
    assert {row["currency"] for row in shown["totals"]} == {"USD"}
    assert all(flow["explained"] == flow["difference"] and flow["balanced"] for flow in shown["flows"])
    assert shown["months"][-1]["closing"] == shown["flows"][0]["closing"]
    assert shown["balances"] == []
    asking = look_at_lines(connected)
    code, refused = connected.json("--as", "Ann", "money", "sign")
    assert (code, refused["error"]["code"]) == (2, "person.not_treasurer")
    code, refused = connected.json("--as", "Tess", "money", "sign")
    assert (code, refused["error"]["code"]) == (2, "money.unexplained")
    for line in asking:
        assert connected.json("--as", "Tess", "money", "note", line["line"], "--text", "Seen with the bank")[0] == 0
    assert connected.json("money", "note", "payments:1", "--text", "Nothing")[1]["error"]["code"] == "line"

    enter_totals(connected, shown["flows"][0], tmp_path)
    code, done = connected.json("--as", "Tess", "money", "sign")
    assert (code, done["entry"]["act"]) == (0, "signed")
    code, shown = connected.json("money")
    assert (code, shown["sign_off"]["holds"], shown["asking"]) == (0, True, [])

    payment = next(line for line in asking if line["reason"] == "unapplied")["line"].partition(":")[2]
    post(served.control_url, "/edit", side="legacy", table="payments", id=payment, set={"value": 4300})
    assert connected("sync", "--full")[0] == 0
    code, out, _ = connected("money")
    assert code == 1
    assert "VOID: the signature of Tess, treasurer" in out
    assert f"Payment {payment} was 42.00 USD when it was signed; now it is 43.00 USD." in out
    assert connected.json("--as", "Tess", "money", "withdraw")[0] == 0
    assert connected.json("money")[1]["sign_off"] is None
    times_and_missing(connected)
