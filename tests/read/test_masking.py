"""Personal identity numbers and marks of secrecy. All numbers are made up from a made-up date."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.read.masking import mask, secrecy


def number(birth: str, serial: str) -> str:
    """Return date of birth, serial and check digit as ten digits."""
    digits = [int(d) * (2 - i % 2) for i, d in enumerate(birth + serial)]
    return birth + serial + str(-sum(n - 9 if n > 9 else n for n in digits) % 10)


BORN = number("850709", "981")
COORDINATED = number("850769", "981")
DAY, LAST = BORN[:6], BORN[6:]

MASKED = [
    f"{DAY}-{LAST}",
    f"19{DAY}-{LAST}",
    f"19{DAY}{LAST}",
    BORN,
    f"{DAY}+{LAST}",
    f"{DAY} - {LAST}",
    f"{DAY} {LAST}",
    f"{DAY}–{LAST}",
    f"1985-07-09-{LAST}",
    f"85 07 09-{LAST}",
    f"85 07 09 {LAST}",
    f"{DAY}-\n{LAST}",
    f"{DAY}\u00ad-{LAST}",
    f"{COORDINATED[:6]}-{COORDINATED[6:]}",
    f"19{COORDINATED}",
    " ".join(f"{DAY}-{LAST}"),
    f"{DAY}-{LAST}".replace("0", "O"),
    f"l9{DAY}-{LAST}",
    f"{DAY}-T123",
]


@pytest.mark.parametrize("written", MASKED)
@pytest.mark.parametrize("frame", ["{}", "Född {}.", "Ada Ek,{},Talby", "({})", "pnr{}", "{};{}\n{}"])
def test_personal_numbers_are_masked(written: str, frame: str) -> None:
    raw = frame.replace("{}", written)
    masked, count = mask(raw)
    assert count == frame.count("{}")
    assert masked == frame.replace("{}", re.sub(r"[\dOlT]", "X", written))


KEPT = [
    "Org.nr 556036-0793",
    "Org.nr 212000-1234",
    "165560360793",
    "Dnr KS 2031-00215",
    "Dnr 801-2652-16",
    f"Dnr {DAY}-{LAST}",
    f"KS/{DAY}-{LAST}",
    "2031/BUN 0077 40",
    "2031-03-31",
    "2031-03-31 1430",
    "20310331",
    f"telefon {BORN}",
    "Tel. 0701-23 45 67",
    "070-123 45 67",
    "0990-100 00",
    "+46701234567",
    f"{DAY}-{LAST[:3]}{(int(LAST[3]) + 1) % 10}",
    "850231-1236",
    "§§ 125-142",
    "Bankgiro 123-4567",
    "KF 2031-06-12, § 155",
    "1234567890123456",
]


@pytest.mark.parametrize("raw", KEPT)
def test_other_numbers_are_kept(raw: str) -> None:
    assert mask(raw) == (raw, 0)


@given(st.text(alphabet="0123456789-+ OlI\nT8507", max_size=60))
def test_masking_keeps_the_length_and_is_done_once(raw: str) -> None:
    masked, _ = mask(raw)
    assert len(masked) == len(raw)
    assert mask(masked) == (masked, 0)


@given(st.dates(), st.integers(0, 999), st.text(alphabet="abcåäö .,\n", max_size=20))
def test_every_number_is_found(day: object, serial: int, around: str) -> None:
    digits = number(f"{day:%y%m%d}", f"{serial:03}")
    assert digits[6:] not in mask(f"{around} {digits[:6]}-{digits[6:]} {around}")[0]


@pytest.mark.alone
@pytest.mark.parametrize(
    "unit", ["8", "850709-", "O", "8 ", "850709 ", "-", "8\n", f"{DAY}-{LAST}", "sekretess enligt "]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        raw = unit * (size // len(unit))
        times = []
        for _ in range(3):
            start = time.process_time()
            mask(raw)
            secrecy(raw)
            times.append(time.process_time() - start)
        return min(times)

    small, large = seconds(25_000), seconds(100_000)
    assert large < 9 * small + 0.05


SECRET = [
    "SEKRETESS\nUtredning",
    "Talby kommun\nSocialnämnden\nSekretessbelagd handling\n2031-02-03",
    "Sekretessmarkerad\nBeslut",
    "HEMLIG\nPlan",
    "OBS! Skyddade personuppgifter\nBeslut om skolskjuts",
    "Skyddad identitet",
    "Individärende\nTalby",
    "Individärende – LVU",
    "Sekretess enligt OSL 26 kap. 1 §\nUtredning",
    f"{'Rad om annat.' + chr(10)}" * 30 + "Sekretess enligt 26 kap. 1 § offentlighets- och sekretesslagen",
    f"Barnet, född {DAY}-{LAST}, har skyddade personuppgifter.",
    f"Ansökan om vård av {DAY}-{LAST} enligt 2 § LVU",
    "Ansökan om vård av XXXXXX-XXXX enligt 2 § LVU",
]


@pytest.mark.parametrize("raw", SECRET)
def test_marks_of_secrecy(raw: str) -> None:
    assert secrecy(raw).startswith("Handlingen ")


OPEN = [
    "Rutin\n\nSekretess\nUppgifter kan omfattas av sekretess enligt offentlighets- och sekretesslagen.",
    "Överenskommelse\nParterna ansvarar för sekretess enligt 26 kap. 1 § OSL i sina verksamheter.",
    "Sekretess\nParterna får lämna uppgifter när samtycke finns.",
    "Sekretess och samtycke\nFrågan ska tas upp.",
    "Rutin för skyddade personuppgifter\nNär en elev har skyddade personuppgifter ska rektor kontaktas.",
    "Riktlinjer\nHandläggning av individärenden sker i nämndens utskott.",
    "Individärenden i socialnämnden – så arbetar vi",
    "§ 12 Individärende\nUtgår enligt GDPR.",
    "Nämnden beslutar om vård enligt LVU och om omedelbart omhändertagande enligt LVU.",
    "Delegationsordning\n2.1 Ansökan om vård enligt 4 § LVU   Utskottet",
    "Uppgifterna skyddas av\nSekretess enligt 26 kap. 1 § OSL\noch får inte spridas.",
    "En hemlig plan för en skattjakt.",
]


@pytest.mark.parametrize("raw", OPEN)
def test_secrecy_as_a_topic_is_no_mark(raw: str) -> None:
    assert secrecy(raw) == ""
