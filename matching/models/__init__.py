from matching.models.aside import PutAside
from matching.models.conversation import Conversation, Message, NextStep
from matching.models.corridor import Corridor, CorridorDesk, Reason
from matching.models.desk import ConflictOfInterest, DeskVisit, FirmQuestion, HeldDecision, OfficerProposal
from matching.models.interest import Interest
from matching.models.learning import Refit, SideDecision, WeightsEvent, WeightsVersion
from matching.models.match import Match, MatchDecision, MatchEvent, MatchLink, Responsible
from matching.models.run import (
    PartnerSearch,
    Run,
    RunPair,
    RunRecord,
    RunSchedule,
    RunShard,
    Suggestion,
    TextVector,
)
from matching.models.second import SecondReading
from matching.models.setting import SettingEvent
from matching.models.watch import NeedWatch

__all__ = [
    "ConflictOfInterest",
    "Conversation",
    "Corridor",
    "CorridorDesk",
    "DeskVisit",
    "FirmQuestion",
    "HeldDecision",
    "Interest",
    "Match",
    "MatchDecision",
    "MatchEvent",
    "MatchLink",
    "Message",
    "NeedWatch",
    "NextStep",
    "OfficerProposal",
    "PartnerSearch",
    "PutAside",
    "Reason",
    "Refit",
    "Responsible",
    "Run",
    "RunPair",
    "RunRecord",
    "RunSchedule",
    "RunShard",
    "SecondReading",
    "SettingEvent",
    "SideDecision",
    "Suggestion",
    "TextVector",
    "WeightsEvent",
    "WeightsVersion",
]
