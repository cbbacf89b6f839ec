"""A storm of sessions over several processes of one database, and what came of it."""

from collections import Counter


def storm(servers, seed, *, sessions, attempts, **goods):
    """Share the sessions among the processes, and look at what they left behind.

    :param servers: processes of one database, see server.py
    :param attempts: of all sessions together
    :param goods: see storm.storm_prepare
    :return: the time of the slowest; outcomes by kind; faults; ``oversold``, the most
        units that were promised beyond what there is, at any time; ``lost``, all that
        is not as somebody was told.
    """
    for server in servers:
        server.ask("versions")  # all of them are up
    day = servers[0].ask("storm_prepare", **goods)
    for number, server in enumerate(servers):
        server.send(
            "storm_sessions",
            day=day,
            sessions=sessions // len(servers),
            attempts=attempts // sessions,
            seed=seed * len(servers) + number,
        )
    answers = [server.answer() for server in servers]
    accepted = [pair for one in answers for pair in one["accepted"]]
    checked = servers[0].ask("storm_check", day=day, accepted=accepted)
    watches = [one["watch"] for one in answers]
    beyond = [checked["oversold"], *(watch["oversold"] for watch in watches)]
    return {
        "day": day,
        "seconds": max(one["seconds"] for one in answers),
        "outcomes": sum((Counter(one["outcomes"]) for one in answers), Counter()),
        "faults": [fault for one in answers for fault in one["faults"]],
        "looks": sum(watch["looks"] for watch in watches),
        "oversold": max(beyond),
        "lost": checked["lost"],
    }
