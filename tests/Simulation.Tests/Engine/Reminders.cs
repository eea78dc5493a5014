using Orleans.Timers;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>Reminders, which outlive every process.</summary>
internal sealed class Reminders(Cluster cluster, Chances chances, Fault fault) : IReminderRegistry
{
    private readonly Dictionary<(GrainId, string), Reminder> _set = [];

    private Course Course => cluster.Course;

    public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        DoAsync<IGrainReminder>(() =>
        {
            Take(callingGrainId, reminderName);
            var reminder = new Reminder(reminderName);
            _set[(callingGrainId, reminderName)] = reminder;
            if (!fault.ForgetsReminders)
                Come(callingGrainId, reminder, dueTime, period);
            return reminder;
        });

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) => DoAsync(() =>
    {
        if (!_set.TryGetValue((callingGrainId, reminder.ReminderName), out var known) || known != reminder)
            throw new ReminderException("It was set anew.");
        Take(callingGrainId, reminder.ReminderName);
        return true;
    });

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        DoAsync<IGrainReminder?>(() => _set.GetValueOrDefault((callingGrainId, reminderName)));

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

    private void Take(GrainId grain, string name)
    {
        if (_set.Remove((grain, name), out var known))
            known.Next?.Cancel();
    }

    private void Come(GrainId grain, Reminder reminder, TimeSpan due, TimeSpan period) => reminder.Next = Course.After(due, () =>
    {
        cluster.Remind(grain, reminder.ReminderName);
        Come(grain, reminder, period, period);
    });

    private Task<T> DoAsync<T>(Func<T> act)
    {
        var done = new TaskCompletionSource<T>();
        Course.After(cluster.Network.Delay(), () =>
        {
            // Not done, or done and not known to be.
            var fails = Course.Chance(chances.FailedReminder);
            try
            {
                if (fails && Course.Chance(0.5))
                    throw new ReminderException("The table of reminders did not answer.");
                var result = act();
                if (fails)
                    throw new ReminderException("The answer of the table of reminders was lost.");
                Course.After(cluster.Network.Delay(), () => done.SetResult(result));
            }
            catch (ReminderException failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private sealed class Reminder(string name) : IGrainReminder
    {
        public string ReminderName => name;

        public Happening? Next { get; set; }
    }
}
