using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Compatibility;

/// <content>Attendees of workshops.</content>
internal static partial class Samples
{
    private static WorkshopRecord Workshop(OrganizationId network, Instant at, RequestKey key) => new()
    {
        Attendees =
        [
            new AttendeeRecord
            {
                Number = 3,
                Network = network,
                Reference = "A-17",
                Status = AttendeeStatus.Waiting,
                RegisteredAt = at,
                Keys = [key],
            },
        ],
        History =
        [
            new WorkshopEvent
            {
                Number = 4,
                At = at,
                What = WorkshopStep.Queued,
                By = "camille",
                Network = network,
                Reference = "A-17",
                Note = "Liste",
                Places = 8,
            },
        ],
        Forgotten = new WorkshopCounts { Registered = 4, Waiting = 5, Attended = 1, Absent = 2, Excused = 3 },
        Places = 12,
        Keys = [key],
        Numbers = 5,
    };
}
