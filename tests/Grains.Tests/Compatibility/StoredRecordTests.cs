using System.Globalization;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>
/// Records that earlier versions stored still load and still say the same. When a stored form changes on purpose,
/// <c>UPDATE_FIXTURES=N</c> writes the changed types to version N, the next one; released versions stay as they are.
/// </summary>
public sealed class StoredRecordTests
{
    public static TheoryData<int, string> EveryFixture =>
        [.. Fixtures.All.Select(fixture => new TheoryDataRow<int, string>(fixture.Version, fixture.Name))];

    public static TheoryData<string> EveryRecord => [.. StoredTypes.Records.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EveryFixture))]
    public void Load_RecordOfAnyVersion_SaysWhatWasStored(int version, string name)
    {
        var loaded = Fixtures.Read(StoredTypes.Records[name], Fixtures.Bytes(version, name));

        Assert.Equal(Fixtures.Text(version, name), StoredText.Of(loaded));
    }

    [Theory]
    [MemberData(nameof(EveryRecord))]
    public void Store_SampleOfToday_IsTheNewestFixtureByteForByte(string name)
    {
        var sample = SampleOf(name);
        var (bytes, text) = (Fixtures.Write(sample), StoredText.Of(sample));
        var newest = Fixtures.All.LastOrDefault(fixture => fixture.Name == name);
        if (Environment.GetEnvironmentVariable("UPDATE_FIXTURES") is { Length: > 0 } version)
        {
            var target = int.Parse(version, CultureInfo.InvariantCulture);
            if (newest.Version is 0 || newest.Version == target || !Fixtures.Bytes(newest.Version, name).SequenceEqual(bytes))
                Fixtures.Save(target, name, bytes, text);
            return;
        }

        Assert.True(newest.Version > 0, $"'{name}' is stored and has no fixture: run this test with UPDATE_FIXTURES=1.");
        Assert.Equal(Fixtures.Text(newest.Version, name), text);
        Assert.Equal(Fixtures.Bytes(newest.Version, name), bytes);
    }

    [Theory]
    [MemberData(nameof(EveryRecord))]
    public void Sample_EveryMember_HasAValue(string name) => Assert.Empty(StoredText.EmptyMembers(SampleOf(name)));

    [Fact]
    public void Fixtures_EachOne_IsOfAStoredType() =>
        Assert.All(Fixtures.All, fixture => Assert.Contains(fixture.Name, StoredTypes.Records.Keys));

    private static object SampleOf(string name) =>
        Assert.Single(Samples.All, sample => sample.GetType() == StoredTypes.Records[name]);
}
