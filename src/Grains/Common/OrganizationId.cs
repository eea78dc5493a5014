using System.Text.RegularExpressions;

namespace Scheduling.Grains.Common;

/// <summary>Whoever owns venues or employs advisors: a municipality, keyed by INSEE code, or a network.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.organization-id")]
public readonly partial record struct OrganizationId([property: Id(0)] string Value)
{
    private const string Municipality = "municipality-";
    private const string Network = "network-";

    /// <summary>True for a town hall.</summary>
    public bool IsMunicipality => Value.StartsWith(Municipality, StringComparison.Ordinal);

    /// <summary>The INSEE code of a municipality, five characters; Corsica has letters (2A004).</summary>
    public string InseeCode => IsMunicipality ? Value[Municipality.Length..] : "";

    /// <summary>The town hall of a commune.</summary>
    public static OrganizationId OfMunicipality(string inseeCode) => new(Municipality + inseeCode);

    /// <summary>A network of a key made by <see cref="IdSource"/>.</summary>
    public static OrganizationId OfNetwork(string key) => new(Network + key);

    /// <summary>True for the form of an INSEE code (code officiel géographique).</summary>
    public static bool IsInseeCode(string text) => InseeCodeForm().IsMatch(text);

    /// <summary>Reads an organisation's identity from outside; false when it is of another kind.</summary>
    public static bool TryParse(string? text, out OrganizationId id)
    {
        id = new OrganizationId(text ?? "");
        if (id.IsMunicipality)
            return IsInseeCode(id.InseeCode);
        return text is not null && text.Length > Network.Length && text.Length <= Network.Length + 64
            && text.StartsWith(Network, StringComparison.Ordinal)
            && !text.AsSpan(Network.Length).ContainsAnyExcept(EntityIds.KeyCharacters);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"^([013-9][0-9]|2[AB1-9])[0-9]{3}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InseeCodeForm();
}
