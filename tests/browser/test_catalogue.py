"""The catalogue and the comparison in a real browser: what is chosen stands in the address and comes back."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.opening import watched

SHOWN = """[...document.querySelectorAll('.nalsd-entries > li')].filter(card => card.checkVisibility())
  .map(card => card.querySelector('h2').textContent)"""
ROWS = """[...document.querySelectorAll('.nalsd-catalogue tbody tr')].filter(row => row.checkVisibility())
  .map(row => row.querySelector('a').textContent)"""
ALL = ["Ad click aggregator", "L4 load balancer", "News feed", "Task scheduler"]


def choose(page: Page, name: str, value: str) -> None:
    page.select_option(f".nalsd-browse-form select[name={name}]", value)


def test_filters_stand_in_the_address_and_come_back(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/")
        assert page.evaluate(SHOWN) == ALL
        choose(page, "tag", "multi-region")  # a tag of two designs
        choose(page, "sort", "load-desc")  # the balancer has the greater load
        assert page.evaluate(SHOWN) == ["L4 load balancer", "News feed"]
        there = page.evaluate("location.href")
        page.goto("about:blank")
        page.goto(there)
        assert page.evaluate(SHOWN) == ["L4 load balancer", "News feed"]
        assert page.locator(".nalsd-count").inner_text() == "2 of 4 designs"
        page.fill("input[name=q]", "no design says this")
        assert page.locator(".nalsd-none").is_visible()
        page.click("text=Show all")
        assert page.evaluate(SHOWN) == ALL
        assert page.evaluate("location.search") == ""
    assert seen.errors == []


def test_the_table_sorts_by_its_heads_with_the_keyboard(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/?view=table")
        assert page.evaluate(ROWS) == ALL
        head = page.locator("th:has-text('Nodes')")
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        most_first = page.evaluate(ROWS)
        head.locator("button").press("Enter")
        assert page.evaluate(ROWS) == most_first[::-1]
        assert "sort=nodes" in page.evaluate("location.search")
    assert seen.errors == []


def test_an_address_of_somebody_else_does_no_harm(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/?tag=%3Cimg%20src=x%3E&sort=__proto__&compare=..,x&view=x")
        assert page.evaluate(SHOWN) == ALL
    assert seen.errors == []


def test_without_scripts_the_catalogue_is_a_plain_table(browser: Browser, address: str):
    with watched(browser, address, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/designs/")
        assert page.locator(".nalsd-catalogue tbody tr:visible").count() == len(ALL)
        assert page.locator(".nalsd-browse :is(button, input, select):visible").count() == 0


def test_picks_of_the_catalogue_lead_to_the_comparison(browser: Browser, address: str):
    heads = """[...document.querySelectorAll('.nalsd-compared thead th')]
      .filter(head => head.checkVisibility()).map(head => head.textContent)"""
    peaks = """[...document.querySelectorAll('.nalsd-compared [data-design=task-scheduler] .nalsd-times')]
      .map(note => note.textContent)"""
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/")
        for name in ("news-feed", "task-scheduler"):
            page.locator(f".nalsd-pick[value={name}]").focus()
            page.keyboard.press("Space")
        assert "compare=news-feed,task-scheduler" in page.evaluate("location.search")
        page.click("text=Compare 2 designs")
        page.wait_for_url("**/designs/compare/?designs=news-feed,task-scheduler")
        assert page.evaluate(heads) == ["News feed", "Task scheduler"]
        assert "0.29x" in page.evaluate(peaks)  # 76,400 of 267,867 requests/s
        page.select_option(".nalsd-choice select >> nth=2", "l4-load-balancer")
        assert page.evaluate(heads) == ["News feed", "Task scheduler", "L4 load balancer"]
        page.select_option(".nalsd-choice select >> nth=0", "")
        assert page.evaluate(heads) == ["Task scheduler", "L4 load balancer"]
        assert page.evaluate("location.search") == "?designs=task-scheduler,l4-load-balancer"
    assert seen.errors == []


def test_no_more_than_four_are_picked(browser: Browser, address: str):
    with watched(browser, address) as (page, _):
        page.goto(f"{address}/designs/")
        # A fifth design, as a larger catalogue has.
        page.evaluate("""() => {
          const again = node => {
            const copy = node.cloneNode(true);
            copy.dataset.design = 'fifth';
            node.after(copy);
            return copy;
          };
          again(document.querySelector('.nalsd-catalogue tbody tr'));
          again(document.querySelector('.nalsd-entries > li')).querySelector('.nalsd-pick').value = 'fifth';
          const script = document.createElement('script');
          script.src = document.querySelector('script[src$="lazy/catalogue.js"]').src;
          return new Promise(done => { script.onload = done; document.head.append(script); });
        }""")
        for box in page.locator(".nalsd-pick").all()[:4]:
            box.check()
        last = page.locator(".nalsd-pick").nth(4)
        assert last.is_disabled()


def test_marks_of_the_picture_lead_to_designs_by_keyboard(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/?tag=social")
        faint = "[...document.querySelectorAll('.nalsd-scatter .nalsd-faint')].length"
        assert page.evaluate(faint) == 3  # all but the feed
        page.locator(".nalsd-scatter [data-design=news-feed] a").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/designs/news-feed/")
    assert seen.errors == []


def test_without_scripts_all_designs_are_compared(browser: Browser, address: str):
    with watched(browser, address, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/designs/compare/")
        assert page.locator(".nalsd-compared thead th:visible").count() == len(ALL)
        assert page.locator(".nalsd-choice select:visible").count() == 0


def test_nothing_moves_when_the_catalogue_opens(browser: Browser, address: str):
    with watched(browser, address, viewport={"width": 1440, "height": 900}) as (page, _):
        for path in ("designs/?view=table&sort=cost", "designs/", "designs/compare/", ""):
            page.goto(f"{address}/{path}", wait_until="networkidle")
            moved = page.evaluate("""() => new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
                .observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => done(sum), 100);
            })""")
            assert moved <= 0.05, path
