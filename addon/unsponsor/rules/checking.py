"""The examples of rules, run."""

from unsponsor.page import edit
from unsponsor.page.tree import Page

from .facts import Facts
from .loading import LoadedRule
from .matching import Matcher
from .model import Example
from .problems import Problem


def check_examples(rule: LoadedRule) -> list[Problem]:
    """What is wrong with a rule by its own examples: a ``removes`` that loses nothing, a ``keeps`` that does."""
    matcher = Matcher([rule.compiled])
    problems = []
    for kind, examples in (("removes", rule.rule.examples.removes), ("keeps", rule.rule.examples.keeps)):
        for index, example in enumerate(examples):
            item = example if isinstance(example, Example) else Example(html=example)
            message = _wrong(rule, matcher, kind, item)
            if message:
                problems.append(rule.problem(("examples", kind, index), f'rule "{rule.rule.id}": {message}'))
    return problems


def _wrong(rule: LoadedRule, matcher: Matcher, kind: str, example: Example) -> str | None:
    url = example.url or _url(rule)
    page = Page(example.html.encode("utf-8"), "text/html; charset=utf-8")
    hits = matcher.match(Facts(page, url))
    if kind == "keeps":
        return f"must not match this, but matches <{hits[0].element.tag}>" if hits else None
    if not hits:
        return "does not match this"
    action = edit.Action(rule.rule.action)
    html, _ = edit.apply(page, [edit.Edit(hit.element, action) for hit in hits])
    if example.leaves is not None and html.decode("utf-8") != example.leaves:
        return f"leaves {html.decode('utf-8')!r}, not {example.leaves!r}"
    return None


def _url(rule: LoadedRule) -> str:
    hosts = rule.rule.scope.hosts
    return f"https://{hosts[0].replace('*', 'example')}/" if hosts else "https://page.example/"
