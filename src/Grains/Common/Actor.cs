namespace Scheduling.Grains.Common;

/// <summary>What a caller may be. One caller may be several.</summary>
public enum Role
{
    /// <summary>Runs the system: registers organisations, may do what any manager may.</summary>
    Admin,

    /// <summary>Acts for one organisation.</summary>
    Manager,

    /// <summary>Books for themself.</summary>
    Advisor,

    /// <summary>A screen: sees rooms and who holds them by network, never persons.</summary>
    Display,
}

/// <summary>Who asks. Carried as an argument by every command, never by ambient context: the owning grain decides.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.actor")]
public sealed record Actor
{
    /// <summary>The caller's name in the identity provider.</summary>
    [Id(0)] public required string Subject { get; init; }

    /// <summary>Everything the caller is.</summary>
    [Id(1)] public required ImmutableArray<Role> Roles { get; init; }

    /// <summary>The organisation a manager acts for.</summary>
    [Id(2)] public OrganizationId? Organization { get; init; }

    /// <summary>The advisor an advisor is.</summary>
    [Id(3)] public AdvisorId? Advisor { get; init; }

    /// <summary>True for whoever runs the system.</summary>
    public bool IsAdmin => Roles.Contains(Role.Admin);

    /// <summary>True for a manager of this organisation, and for whoever runs the system.</summary>
    public bool Manages(OrganizationId organization) =>
        IsAdmin || (Roles.Contains(Role.Manager) && Organization == organization);

    /// <summary>True for this very advisor.</summary>
    public bool Is(AdvisorId advisor) => Roles.Contains(Role.Advisor) && Advisor == advisor;
}
