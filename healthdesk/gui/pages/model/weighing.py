"""Changes of weights as one function of a draft and the version it begins from; pure."""

from __future__ import annotations

from collections.abc import Mapping

from healthdesk.core.domain import model_draft
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.profile import Profile


def weighted(key: str, weight: float, draft: ModelDraft, published: Profile) -> ModelDraft:
    """The draft with another weight."""
    return model_draft.with_weight(draft, published, key, weight)


def all_weighted(weights: Mapping[str, float], draft: ModelDraft, published: Profile) -> ModelDraft:
    """The draft with the weights of several dimensions."""
    for key, weight in weights.items():
        draft = model_draft.with_weight(draft, published, key, weight)
    return draft


def switched(key: str, draft: ModelDraft, published: Profile, *, on: bool) -> ModelDraft:
    """The draft with a dimension or measure on or off."""
    return model_draft.switched(draft, published, key, on=on)


def layer_switched(layer: str, draft: ModelDraft, published: Profile, *, on: bool) -> ModelDraft:
    """The draft with a layer on or off."""
    return model_draft.layer_switched(draft, published, layer, on=on)
