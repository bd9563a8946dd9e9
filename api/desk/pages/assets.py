"""What every page of the desk loads: its own style sheet, its theme, its modules."""

from __future__ import annotations

from nicegui import ui
from nicegui.dependencies import register_esm

from api.desk.pages.host import PATH, STATIC

MODULES = "linli-desk"

# Before the first paint, so that a dark room is not lit by a white flash.
THEME = """
<script>
(function () {
  var dark = matchMedia('(prefers-color-scheme: dark)');
  window.linliTheme = function (wanted) {
    try {
      if (wanted) localStorage.setItem('linli.desk.theme', wanted);
      wanted = localStorage.getItem('linli.desk.theme') || 'system';
    } catch (error) { wanted = wanted || 'system'; }
    var shown = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
    document.documentElement.dataset.theme = shown;
    return wanted;
  };
  window.linliTheme();
  dark.addEventListener('change', function () { window.linliTheme(); });
})();
</script>
"""


def version() -> float:
    """Changes with any file of ours, so that no browser keeps an old one."""
    return max(path.stat().st_mtime for path in STATIC.rglob("*") if path.is_file())


def register_modules() -> None:
    register_esm(MODULES, STATIC / "desk", max_time=version())


def add_head() -> None:
    ui.add_head_html(f'<link rel="stylesheet" href="{PATH}/static/desk.css?{version():.0f}">')
    ui.add_head_html(f'<link rel="stylesheet" href="{PATH}/static/advice.css?{version():.0f}">')
    ui.add_head_html(THEME)
