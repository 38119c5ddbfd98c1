"""Writes iati_schema.json: pieces of IATI activities, right and wrong, with the verdict of a peer.

Usage: iati_schema.py PATH/iati-activities-schema.xsd > iati_schema.json

Peer: lxml's XMLSchema (libxml2) with the schema of IATI 2.03 (release of 2018-02-19). Each piece is put
into BASE behind the activity's dates. The pieces are parts that the schema knows, changed at random
with a fixed seed; of each kind of change as many right as wrong ones are kept where there are.
"""
import copy
import json
import random
import sys

from lxml import etree

BASE = """<iati-activities version="2.03"><iati-activity><iati-identifier>XM-T-1</iati-identifier>\
<reporting-org ref="XM-T" type="10"><narrative>T</narrative></reporting-org><title><narrative>T</narrative>\
</title><description><narrative>D</narrative></description><participating-org ref="JP-JICA" role="4"/>\
<activity-status code="2"/><activity-date type="2" iso-date="2019-05-20"/>{}</iati-activity></iati-activities>"""
DAYS = '<period-start iso-date="2019-04-01"/><period-end iso-date="2020-03-31"/>'
VALUE = '<value currency="EUR" value-date="2019-04-01">50.5</value>'
LINK = ('<document-link format="application/pdf" url="http://x.y/z"><title><narrative>d</narrative></title>'
        '<description><narrative>e</narrative></description><category code="A01"/><language code="en"/>'
        '<document-date iso-date="2020-01-01"/></document-link>')
PIECES = [
    '<contact-info type="1"><organisation><narrative>A</narrative></organisation><telephone>1</telephone>'
    '<email>a@b.c</email><website>http://a.b</website><mailing-address><narrative>M</narrative>'
    '</mailing-address></contact-info><activity-scope code="3"/>',
    '<recipient-country code="CN" percentage="60"><narrative>C</narrative></recipient-country>'
    '<recipient-region vocabulary="1" code="789" percentage="40"/>',
    '<location ref="L1"><location-reach code="1"/><location-id vocabulary="G1" code="1"/><name><narrative>B'
    '</narrative></name><administrative vocabulary="G1" level="1" code="2"/><point srsName="http://e.f">'
    '<pos>39.9 116.4</pos></point><exactness code="1"/></location>',
    '<sector vocabulary="99" vocabulary-uri="http://v" code="a" percentage="100"><narrative>s</narrative>'
    '</sector><tag vocabulary="1" code="A"/>',
    '<country-budget-items vocabulary="1"><budget-item code="1.1.1" percentage="50"><description><narrative>'
    'x</narrative></description></budget-item></country-budget-items><humanitarian-scope type="1" '
    'vocabulary="1-2" code="F"/><policy-marker vocabulary="1" code="2" significance="1"/>'
    '<collaboration-type code="1"/><default-flow-type code="10"/><default-finance-type code="110"/>'
    '<default-aid-type code="C01"/><default-tied-status code="5"/>',
    f'<budget type="1" status="1">{DAYS}{VALUE}</budget><planned-disbursement type="1">{DAYS}{VALUE}'
    '<provider-org ref="JP-JICA" type="10"/><receiver-org ref="B"><narrative>B</narrative></receiver-org>'
    '</planned-disbursement><capital-spend percentage="12.5"/>',
    f'<transaction ref="1" humanitarian="0"><transaction-type code="2"/><transaction-date '
    f'iso-date="2019-06-01"/>{VALUE}<description><narrative>d</narrative></description><provider-org '
    'ref="J"/><receiver-org ref="B"/><sector vocabulary="1" code="4"/><recipient-country code="CN"/>'
    '<flow-type code="10"/><aid-type code="A01"/></transaction>',
    LINK + '<related-activity ref="G-2" type="1"/><legacy-data name="n" value="v" iati-equivalent="e"/>'
    '<conditions attached="1"><condition type="1"><narrative>c</narrative></condition></conditions>',
    '<result type="1" aggregation-status="true"><title><narrative>R</narrative></title><reference '
    'vocabulary="99" code="c"/><indicator measure="1" ascending="1"><title><narrative>I</narrative></title>'
    f'<baseline year="2018" iso-date="2018-01-01" value="1"><location ref="L1"/><dimension name="sex" '
    f'value="f"/><comment><narrative>c</narrative></comment></baseline><period>{DAYS}<target value="4">'
    '<location ref="L1"/><dimension name="sex" value="f"/><comment><narrative>c</narrative></comment>'
    '</target><actual value="3.5"/></period></indicator></result>',
    '<crs-add><other-flags code="1" significance="1"/><loan-terms rate-1="1" rate-2="2"><repayment-type '
    'code="1"/><commitment-date iso-date="2013-09-01"/></loan-terms><loan-status year="2014" '
    'currency="GBP" value-date="2013-05-24"><interest-received>20</interest-received></loan-status></crs-add>'
    '<fss extraction-date="2014-05-06" priority="1" phaseout-year="2016"><forecast year="2014" '
    'value-date="2013-07-03" currency="GBP">3000</forecast></fss>',
    '<sector code="1"/><x:own xmlns:x="http://x.org/" a="1"><x:in>t</x:in></x:own>',
]
TEXTS = ["", "1", "-1", "0", "1e3", ".5", "5.", "+3", "1,000", "abc", " 7 ", "NaN", "INF", "true", "TRUE", "01",
         "2019-02-30", "2020-02-29", "2019-05-20", "2019-05-20Z", "2019-05-20+14:00", "2019-05-20+14:01",
         "2019-5-2", "12019-05-20", "0000-01-01", "1 2", "0x10", "en", "en-", "zh-Hans-CN", "en_GB", "99999999999",
         "é", "."]
NAMES = ["foo", "code", "ref", "percentage", "type", "iso-date", "x:foo",
         "{http://www.w3.org/XML/1998/namespace}lang"]
X = "{http://x.org/}foo"


def change(fragment, stream):
    """The fragment with one thing changed, and what kind of change it was."""
    root = etree.fromstring(f'<r xmlns:x="http://x.org/">{fragment}</r>')
    nodes = [node for node in root.iter() if node is not root]
    node, kind = stream.choice(nodes), stream.randrange(10)
    parent = node.getparent()
    if kind == 0:
        parent.remove(node)
    elif kind == 1:
        parent.insert(parent.index(node), copy.deepcopy(node))
    elif kind == 2:
        other = stream.randrange(len(parent))
        parent.remove(node)
        parent.insert(other, node)
    elif kind in (3, 4, 5):
        if not node.attrib:
            return None
        node.set(stream.choice(list(node.attrib)), stream.choice(TEXTS))
    elif kind == 6:
        if not node.attrib:
            return None
        del node.attrib[stream.choice(list(node.attrib))]
    elif kind == 7:
        node.text = stream.choice(TEXTS)
    elif kind == 8:
        name = stream.choice(NAMES)
        node.set(X if name == "x:foo" else name, stream.choice(TEXTS))
    else:
        other = stream.choice(nodes)
        if node in list(other.iter()):
            return None
        node.append(copy.deepcopy(other))
    text = etree.tostring(root, encoding="unicode")
    return kind, text[text.index(">") + 1:-len("</r>")].replace(' xmlns:x="http://x.org/"', "") \
        if not root.tag.startswith("{") else None


def main():
    schema = etree.XMLSchema(etree.parse(sys.argv[1]))
    head = BASE.replace("<iati-activities ", '<iati-activities xmlns:x="http://x.org/" ')
    kept, counts, seen, stream = [], {}, set(), random.Random(2803)
    for _ in range(20_000):
        made = change(stream.choice(PIECES), stream)
        if made is None or made[1] in seen:
            continue
        seen.add(made[1])
        valid = schema.validate(etree.fromstring(head.format(made[1])))
        if counts.get((made[0], valid), 0) < 12:
            counts[made[0], valid] = counts.get((made[0], valid), 0) + 1
            kept.append({"piece": made[1], "valid": valid})
    peer = f"lxml {etree.__version__}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}"
    print(json.dumps({"peer": peer, "base": head, "cases": kept}, ensure_ascii=False, indent=0))


main()
