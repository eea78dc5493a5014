namespace Scheduling.Cluster.Tests.Checking;

/// <summary>Things that belong together because each has to do with another.</summary>
internal sealed class Groups<T>(IEnumerable<T> members) where T : notnull
{
    private readonly Dictionary<T, T> _leads = members.Distinct().ToDictionary(member => member, member => member);

    /// <summary>Whom the member's group is named after.</summary>
    public T Of(T member)
    {
        if (!_leads.TryGetValue(member, out var lead))
            return member;
        while (!EqualityComparer<T>.Default.Equals(lead, _leads[lead]))
            lead = _leads[lead] = _leads[_leads[lead]];
        return _leads[member] = lead;
    }

    /// <summary>Makes two groups one.</summary>
    public void Join(T one, T other) => _leads[Of(one)] = Of(other);
}
