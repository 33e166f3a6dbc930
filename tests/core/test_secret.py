"""A secret leaves the program by `reveal` alone, and is forgotten with the last who holds it."""

import copy
import gc
import pickle

import pytest

from axtui.core.secret import Secret, living_secrets


@pytest.mark.parametrize("save", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deep"])
def test_a_secret_is_never_pickled_nor_copied(save: object) -> None:
    """Neither by itself nor inside of something else."""
    assert callable(save)
    for holder in (Secret("canary-7f3a"), {"password": Secret("canary-7f3a")}):
        if save is copy.copy and isinstance(holder, dict):
            continue  # a shallow copy shares what it holds
        with pytest.raises(TypeError, match=r"^a secret is never pickled$"):
            save(holder)


def test_two_secrets_of_the_same_text_are_two() -> None:
    """They are compared by identity: equality would tell by its time how much of a guess is right."""
    one, other = Secret("canary-7f3a"), Secret("canary-7f3a")
    assert one != other
    assert one == one  # noqa: PLR0124  # identity is what is tested
    assert len({one, other}) == 2


def test_a_secret_that_nobody_holds_is_known_to_nobody() -> None:
    """The register of the living keeps none alive."""
    secret = Secret("canary-7f3a")
    assert secret in living_secrets()
    del secret
    gc.collect()
    assert all(each.reveal() != "canary-7f3a" for each in living_secrets())
