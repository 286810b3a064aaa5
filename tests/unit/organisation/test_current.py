"""The organisation's text is read anew when it has changed, and only then."""

import pytest

from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.organisation.environment import BadSetting


def test_a_text_that_stays_is_read_once_and_a_changed_one_anew(tmp_path):
    with pytest.raises(BadSetting):
        config.current(tmp_path)
    config.save(tmp_path, Organisation(name="Kuha"))
    first = config.current(tmp_path)
    assert config.current(tmp_path) is first
    config.save(tmp_path, Organisation(name="Ahti"))
    assert config.current(tmp_path).name == "Ahti"
