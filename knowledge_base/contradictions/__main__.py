"""Take what the shipped entries list for looked at: python -m knowledge_base.contradictions HOME

Only after somebody read both sides of each (`linli kb contradictions`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge_base.contradictions.finder import Finder
from knowledge_base.contradictions.settled import save_shipped
from knowledge_base.service import KnowledgeBase


def main(home: str = "var") -> None:
    knowledge = KnowledgeBase.open(Path(home))
    found = Finder(knowledge.index, knowledge.statutes).all()
    print(f"{save_shipped(found)} settled")


if __name__ == "__main__":
    main(*sys.argv[1:])
