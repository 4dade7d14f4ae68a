"""A short run of what ``python -m tests.fuzz.nhrp_speaker`` does for as long as one likes."""

from tests.fuzz.nhrp_speaker import Fuzz


def test_hostile_packets_are_survived_and_many_of_them_are_understood() -> None:
    fuzz = Fuzz(7)
    for _ in range(4000):
        fuzz.step()
    figures = fuzz.figures
    assert 0.05 < figures.refused / figures.packets < 0.5
    assert figures.sent > 100
    assert figures.most["entries"] > 20
    assert set(figures.dropped) >= {"R-40", "R-44", "S-60", "S-80", "W-35", "W-54"}


def test_a_run_follows_from_its_seed() -> None:
    runs = []
    for seed in (1, 1, 2):
        fuzz = Fuzz(seed)
        for _ in range(300):
            fuzz.step()
        runs.append((fuzz.now, fuzz.figures.sent, dict(fuzz.figures.dropped), fuzz.last))
    assert runs[0] == runs[1] != runs[2]
