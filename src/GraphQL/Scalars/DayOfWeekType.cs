using GraphQL.Types;
using NodaTime;

namespace Scheduling.Api.Scalars;

/// <summary>Days of the week, without NodaTime's "none".</summary>
public sealed class DayOfWeekType : EnumerationGraphType
{
    /// <summary>Names the days.</summary>
    public DayOfWeekType()
    {
        Name = "DayOfWeek";
        Description = "A day of the week.";
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            Add(day.ToString().ToUpperInvariant(), day, $"{day}.");
    }
}
