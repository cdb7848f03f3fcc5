"""The words that are no names: what a flow says, and what settings pages are full of. Pure."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only scans texts needs no pydantic
    from optout.catalog import Catalog
    from optout.flow import Service

# What stands beside names and photos in any service: menus, captions, states, our own sentences about a page.
_COMMON = """
a about accept account accounts activity ad add address ads after again all allow an and another app apps are as at
avatar back be before business but by cancel check close company connect contact contacts cookie cookies data
decline deny dismiss email english follow for from get group groups has have hello help hi hide home how i image in
is it its jobs keep language last learn list log logo mail manage me member menu message messages messaging more my
name network new next no none not notifications now of off ok on online open optional options or other our out page
people person phone photo picture post posts preferences premium privacy profile profiles public read save search
see send setting settings share shared show sign site skip start status still switch terms that the their them then
there these they this to toggle try turn turned updates use used user using video view visibility was we welcome
were what when where which who why will with work yes you your
"""
_COMMON_ELSEWHERE = """
abbrechen abmelden aktualisieren alle an anzeigen anzeigendaten auf aus bild cookies daten datenschutz deaktivieren
der die das ein einstellungen foto hilfe ihr ihre ihren konto kontakte menü mehr mein nachrichten netzwerk nicht
profil profilbild sie speichern startseite suche suchen und von zurück accueil aide compte confidentialité contacts
de déconnexion des données et la le les mes messages moi mon paramètres photo profil recherche réseau se vous votre
ajustes amigos configuración cuenta datos el inicio mensajes mi perfil privacidad red tu tú yo account berichten
foto gegevens instellingen ik jij profiel privacy startpagina u uw conta dados início mensagens perfil privacidade
rede você dati foto impostazioni io messaggi profilo rete tu
"""


def plain(text: str) -> str:
    """A text as it is compared: in small letters, without accents; mask.js does the same."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.category(one).startswith("M")).lower()


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return re.findall(r"[^\W_]+", plain(text))


_PARTICLES = "al ben bin bint da das de del della den der di do dos du el ibn la le ten ter van von zu"


COMMON = frozenset(words(f"{_COMMON} {_COMMON_ELSEWHERE}"))
PARTICLES = frozenset(words(_PARTICLES))  # of names, and no names by themselves


def vocabulary(service: "Service") -> frozenset[str]:
    """The words that are no names on the pages of a service: those of its flow, and the common ones."""
    said = [service.service, service.title]
    said += [word for hub in service.hubs.values() for word in hub.walk]
    for setting in service.settings:
        said += [setting.title, setting.why or "", *(label for row in setting.control.name.values() for label in row)]
    return COMMON.union(*map(words, said))


def vocabularies(catalog: "Catalog") -> frozenset[str]:
    """The words that are no names on the pages of any service that is known."""
    return COMMON.union(*(vocabulary(flow.service) for flow in catalog.flows.values()))
