namespace Scheduling.Silo.Identity;

/// <summary>The claims a token carries, by the names they have in it; none of them is mapped to another.</summary>
internal static class TokenClaims
{
    /// <summary>Who is speaking.</summary>
    public const string Subject = "sub";

    /// <summary>One of <see cref="Roles"/>; may be there several times.</summary>
    public const string Role = "role";

    /// <summary>Id of the organisation a manager speaks for.</summary>
    public const string Organization = "organization";

    /// <summary>Id of the advisor who is speaking.</summary>
    public const string Advisor = "advisor";
}

/// <summary>The roles there are.</summary>
internal static class Roles
{
    /// <summary>Runs the server.</summary>
    public const string Admin = "ADMIN";

    /// <summary>Speaks for an organisation.</summary>
    public const string Manager = "MANAGER";

    /// <summary>Books for themself.</summary>
    public const string Advisor = "ADVISOR";

    /// <summary>A screen on a wall.</summary>
    public const string Display = "DISPLAY";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [Admin, Manager, Advisor, Display];
}
