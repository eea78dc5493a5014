using GraphQL;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Api.Errors;

/// <summary>Too few dates of a series can be had; none was taken. The payload's dates say what stands against each.</summary>
[Name("SeriesRefusal"), Implements(typeof(IMutationError))]
public sealed class SeriesRefusalError(SeriesRefusal refusal) : IMutationError
{
    /// <summary>Why the first of them cannot be had.</summary>
    public RefusalCode Code => refusal.Code;

    /// <summary>Why, in a sentence for a person.</summary>
    public string Message => refusal.Message;

    /// <summary>How many dates cannot be had.</summary>
    public int Refused => refusal.Dates.Count(date => date.Outcome == SeriesDateOutcome.Refused);

    /// <summary>How many dates it was to be.</summary>
    public int Of => refusal.Dates.Length;
}
