namespace Scheduling.Simulation.Tests.Engine;

// What happens to processes, between any two steps.
internal sealed partial class Cluster
{
    /// <summary>Ends everything that is not as it should be: what was apart dies, as a process does that learns of it.</summary>
    public void Heal()
    {
        foreach (var silo in _silos.FindAll(silo => silo.Apart is not null))
            Kill(silo);
    }

    /// <summary>True once grains had two activations.</summary>
    public bool HadTwins { get; private set; }

    private void Upset()
    {
        if (!Course.Chance(_chances.Upset))
            return;
        switch (Course.Any(10))
        {
            case < 3:
                Kill(Course.Any(_silos));
                break;
            case < 6 when _chances.Twins && _silos.Count(silo => silo.Apart is null) > 1:
                GiveUp(Together());
                break;
            default:
                Move();
                break;
        }
    }

    private void TearApart(Silo silo)
    {
        if (Course.Chance(_chances.GivenUpWhileItClaims))
            Course.After(Network.Delay(), () =>
            {
                if (silo is { IsDead: false, Apart: null } && _silos.Count(other => other.Apart is null) > 1)
                    GiveUp(silo);
            });
    }

    /// <summary>A process ends without a word; another takes its place.</summary>
    private void Kill(Silo silo)
    {
        Note($"{silo} is killed");
        silo.IsDead = true;
        foreach (var activation in _everybody.FindAll(activation => activation.Silo == silo))
            activation.Die();
        _everybody.RemoveAll(activation => activation.IsDead);
        if (silo.Apart is null)
            foreach (var id in _directory.Where(entry => entry.Value.Silo == silo).Select(entry => entry.Key).ToList())
                _directory.Remove(id);
        _silos.Remove(silo);
        Start();
    }

    /// <summary>
    /// The others take a silo for dead, and it goes on: each of its grains gets a second activation as soon as somebody
    /// calls it. After a while it learns of it.
    /// </summary>
    private void GiveUp(Silo silo)
    {
        Note($"{silo} is given up");
        HadTwins = true;
        silo.Apart = _directory.Where(entry => entry.Value.Silo == silo).ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var id in silo.Apart.Keys)
            _directory.Remove(id);
        Course.After(Course.Within(TimeSpan.FromMinutes(1)), () =>
        {
            if (!silo.IsDead)
                Kill(silo);
        });
    }

    /// <summary>An activation ends in good order.</summary>
    private void Move()
    {
        if (_directory.Count == 0)
            return;
        var activation = Course.Any(_directory.Values.ToList());
        Note($"{activation.GrainId} is moved");
        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "It is moved."));
    }

    private void Note(string upset) => Upsets.Add($"{Course.Steps} {Course.Elapsed}: {upset}");
}
