"""Short forms of English first names, the most frequent reason why one person has two first names in two systems."""

from typing import Final

_GROUPS = """
abigail abby abbie gail; albert al bert bertie; alexander alex sandy xander; alexandra alex sandra sandy lexie; alfred
al alf fred; alice ali; allison ali allie; amanda mandy; andrew andy drew; angela angie; ann anne anna annie nan
nancy; anthony tony; antoinette toni; arthur art; barbara barb barbie babs; benjamin ben benny; bernard bernie;
beatrice bea trixie; beverly bev; bradley brad; bridget biddy; calvin cal; cameron cam; carol carrie; caroline carolyn
carrie lynn; catherine katherine kathryn kathleen cathy kathy kate katie kitty kay; charles charlie chuck chas;
charlotte lottie charlie; christine christina chris chrissy tina; christopher chris kit topher; clifford cliff;
cynthia cindy; daniel dan danny; david dave davy; deborah debra deb debbie; dennis denny; diana diane di; donald don
donny; dorothy dot dottie dolly; douglas doug; edmund ed ned ted; edward ed eddie ned ted teddy; edwin ed ned; eleanor
ellie nell nora; elizabeth beth betsy betty eliza ella ellie libby lisa liz lizzie; emily em emmy; eugene gene; evelyn
evie; florence flo flossie; frances fran frankie; francis frank; franklin frank; frederick fred freddie; gabriel gabe;
gabrielle gabby; gerald gerry jerry; geoffrey jeffrey geoff jeff; george georgie; gertrude gert trudy; gilbert gil
bert; gordon gordie; gregory greg; gwendolyn gwen; harold hal harry; harriet hattie; helen nell nellie; henry hank
harry hal; herbert herb bert; howard howie; isabel isabella izzy bella; jacob jake; jacqueline jackie; james jim jimmy
jamie; jane janet janie; janet jan; janice jan; jennifer jen jenny; jessica jess jessie; jill gillian; joan joanie;
joanna jo; john jack johnny; jonathan jon; joseph joe joey; josephine jo josie; joshua josh; joyce joy; judith judy
jude; julia julie; kenneth ken kenny; kimberly kim; lawrence larry laurie; leonard len lenny leo; leslie les; lillian
lil lily; louis lou louie; louise lou; lucille lucy; marcia marcy; margaret maggie meg peg peggy marge margie greta
rita; marilyn mary; martha marty; martin marty; mary molly polly mae; matthew matt; maureen mo; maxwell max; megan
meg; melissa missy mel; melvin mel; michael mike mickey mick; michelle shelly; mildred millie; mitchell mitch; nathan
nate; nathaniel nate nat; nicholas nick nicky; nicole nicky; norman norm; oliver ollie; olivia liv ollie; pamela pam;
patricia pat patsy patty tricia trish; patrick pat paddy; peter pete; philip phil; phyllis phyl; priscilla cilla;
rachel rae; randall randy; raymond ray; rebecca becca becky; regina gina; reginald reg reggie; richard dick rich rick
ricky; robert bob bobby rob robbie bert; roberta bobbie; rodney rod; roger rog; roland rollie; ronald ron ronnie;
rosemary rose rosie; russell russ; samantha sam; samuel sam sammy; sandra sandy; sarah sally sadie; sharon shari;
shirley shirl; solomon sol; stanley stan; stephanie steph; stephen steven steve; stuart stu; susan susanna sue susie
suzy; sylvia syl; terence terry; teresa theresa terry tess; theodore ted teddy theo; thomas tom tommy; timothy tim;
tobias toby; valerie val; veronica ronnie; victor vic; victoria vicky tori; vincent vince vinny; virginia ginny
ginger; walter walt wally; warren ren; wendy gwen; wilfred will fred; william bill billy will liam; winifred winnie;
zachary zach zack
"""

_BY_NAME: dict[str, frozenset[int]] = {}
for _number, _group in enumerate(_GROUPS.split(";")):
    for _name in _group.split():
        _BY_NAME[_name] = _BY_NAME.get(_name, frozenset()) | {_number}

_NONE: frozenset[int] = frozenset()


def related(one: str, other: str) -> bool:
    """True when both can be forms of one name ("bob", "robert"); small letters, no accents."""
    return not _BY_NAME.get(one, _NONE).isdisjoint(_BY_NAME.get(other, _NONE))


def of_several(name: str) -> bool:
    """True for a form that several names have ("chris", "pat", "jo")."""
    return len(_BY_NAME.get(name, _NONE)) > 1


_ONE_NAME = """
barb barbara; becky rebecca; bev beverly; bill william; bob robert; brad bradley; chuck charles; cliff clifford; dan
daniel; dave david; dick richard; dot dorothy; doug douglas; ginny virginia; greg gregory; hank henry; jim james;
jimmy james; joe joseph; ken kenneth; liz elizabeth; matt matthew; mike michael; mitch mitchell; norm norman; pam
pamela; peggy margaret; pete peter; phil philip; rich richard; ron ronald; russ russell; stan stanley; tim timothy;
tom thomas; trish patricia; vicky victoria; vince vincent; walt walter; zach zachary
"""

SHORT: Final = dict(pair.split() for pair in _ONE_NAME.split(";"))
"""Short forms to the one name they belong to: of no second name, of no other sex, and themselves no name of their own.

Not here: "Steve" (Stephen, Steven), "Sue" (Susan, Suzanne), "Julie", "Lisa", "Liam", "Andy", "Tony".
"""
