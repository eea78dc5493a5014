using System.Text.RegularExpressions;

namespace Scheduling.Grains.Common;

/// <summary>
/// The forms of the cursors that lists give out. A text of another form never was a cursor; one that has it and names
/// nothing is still a place in the order.
/// </summary>
public static partial class Cursors
{
    /// <summary>Of a list that only grows: a number.</summary>
    [GeneratedRegex(@"^\d{1,9}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Place();

    /// <summary>Of a list by start: milliseconds and an identity.</summary>
    [GeneratedRegex(@"^\d{15}\.[0-9A-Za-z-]{1,200}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Moment();

    /// <summary>Of a feed: its name and a number, in Base64 for addresses.</summary>
    [GeneratedRegex(@"^[0-9A-Za-z_-]{8,200}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Feed();

    /// <summary>Of a search: a rank that ends with a room's identity, in Base64 for addresses.</summary>
    [GeneratedRegex(@"^[0-9A-Za-z_-]{8,2000}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Rank();
}
