namespace Scheduling.Silo.Tests.Access;

/// <summary>The columns of the matrix: who asks.</summary>
internal static class Callers
{
    /// <summary>Every caller's token; null for nobody.</summary>
    public static IReadOnlyDictionary<string, string?> Of(AccessSeed seed, TokenMint mint)
    {
        return new Dictionary<string, string?>
        {
            ["anon"] = null,
            ["old"] = mint.SignExpired(Sub("old"), ("role", "ADMIN")), // a minute too late
            ["ADM"] = Signed("ADM", ("role", "ADMIN")),
            ["town"] = Signed("town", ("role", "MANAGER"), ("organization", seed.Town)), // owns venue and room
            ["twn2"] = Signed("twn2", ("role", "MANAGER"), ("organization", seed.OtherTown)),
            ["net"] = Signed("net", ("role", "MANAGER"), ("organization", seed.Network)), // employs lead, peer and co-host
            ["net2"] = Signed("net2", ("role", "MANAGER"), ("organization", seed.OtherNetwork)),
            ["lead"] = Signed("lead", ("role", "ADVISOR"), ("advisor", seed.Lead)),
            ["peer"] = Signed("peer", ("role", "ADVISOR"), ("advisor", seed.Peer)), // same network, no party
            ["adv2"] = Signed("adv2", ("role", "ADVISOR"), ("advisor", seed.Rival)), // other network
            ["co"] = Signed("co", ("role", "ADVISOR"), ("advisor", seed.CoHost)),
            ["scrn"] = Signed("scrn", ("role", "DISPLAY")),
            ["none"] = Signed("none"), // signed in, and no role at all
            ["both"] = Signed( // manages the town, and is the other network's advisor
                "both", ("role", new[] { "MANAGER", "ADVISOR" }), ("organization", seed.Town), ("advisor", seed.Rival)),
            ["holl"] = Signed("holl", ("role", new[] { "MANAGER", "ADVISOR" })), // roles that say neither where nor who
            ["clms"] = Signed( // claims of somebody else, and only a screen's role
                "clms", ("role", "DISPLAY"), ("organization", seed.Town), ("advisor", seed.Lead)),
        };

        string Signed(string name, params (string, object)[] claims) => mint.Sign([Sub(name), .. claims]);
    }

    private static (string, object) Sub(string name) => ("sub", $"{name}-{AccessWorld.Person}");
}
