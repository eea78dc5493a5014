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

            // An administrator's, a minute too late.
            ["old"] = mint.SignExpired(Sub("old"), ("role", "ADMIN")),
            ["ADM"] = Signed("ADM", ("role", "ADMIN")),

            // The managers of the room's owner, and of a municipality that has nothing to do with it.
            ["town"] = Signed("town", ("role", "MANAGER"), ("organization", seed.Town)),
            ["twn2"] = Signed("twn2", ("role", "MANAGER"), ("organization", seed.OtherTown)),

            // The managers of the lead's network, and of another one.
            ["net"] = Signed("net", ("role", "MANAGER"), ("organization", seed.Network)),
            ["net2"] = Signed("net2", ("role", "MANAGER"), ("organization", seed.OtherNetwork)),

            // The lead, an advisor of the same network, one of another, and the co-host.
            ["lead"] = Signed("lead", ("role", "ADVISOR"), ("advisor", seed.Lead)),
            ["peer"] = Signed("peer", ("role", "ADVISOR"), ("advisor", seed.Peer)),
            ["adv2"] = Signed("adv2", ("role", "ADVISOR"), ("advisor", seed.Rival)),
            ["co"] = Signed("co", ("role", "ADVISOR"), ("advisor", seed.CoHost)),
            ["scrn"] = Signed("scrn", ("role", "DISPLAY")),

            // Signed in, and no role at all.
            ["none"] = Signed("none"),

            // Manages the town, and is the other network's advisor as well.
            ["both"] = Signed(
                "both",
                ("role", new[] { "MANAGER", "ADVISOR" }), ("organization", seed.Town), ("advisor", seed.Rival)),

            // Hollow roles, which say neither where nor who.
            ["holl"] = Signed("holl", ("role", new[] { "MANAGER", "ADVISOR" })),

            // Claims without their roles.
            ["clms"] = Signed("clms", ("role", "DISPLAY"), ("organization", seed.Town), ("advisor", seed.Lead)),
        };

        string Signed(string name, params (string, object)[] claims) => mint.Sign([Sub(name), .. claims]);
    }

    private static (string, object) Sub(string name) => ("sub", $"{name}-{AccessWorld.Person}");
}
