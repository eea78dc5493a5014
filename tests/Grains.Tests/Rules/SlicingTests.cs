using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

public sealed class SlicingTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 1, 0, 0);
    private readonly Dice _dice = new();
    private int _made;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Of_Pages_GiveEveryEntryOnceInOrder(int first)
    {
        var items = Enumerable.Range(0, 20).Select(_ => RandomItem()).ToList();

        var seen = new List<string>();
        foreach (var slice in Pages(() => items, first))
        {
            seen.AddRange(slice.Items.Select(item => item.Node));
            Assert.Equal(seen.Count > slice.Items.Length, slice.HasPrevious);
            Assert.Equal(seen.Count < items.Count, slice.HasNext);
        }

        Assert.Equal(items.OrderBy(item => item.At).ThenBy(item => item.Id, StringComparer.Ordinal).Select(item => item.Id), seen);
    }

    [Fact]
    public void Of_EntriesComeAndGoBetweenPages_NoneThatStaysIsMissedOrRepeated()
    {
        for (var run = 0; run < 500; run++)
        {
            var items = Enumerable.Range(0, _dice.Between(0, 30)).Select(_ => RandomItem()).ToList();
            var stay = items.Where(_ => !_dice.OneIn(3)).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);

            var seen = new List<string>();
            foreach (var slice in Pages(() => items, _dice.Between(1, 5)))
            {
                seen.AddRange(slice.Items.Select(item => item.Node));
                items.RemoveAll(item => !stay.Contains(item.Id) && _dice.OneIn(2));
                if (_dice.OneIn(2))
                    items.Insert(0, RandomItem());
            }

            Assert.True(seen.Distinct(StringComparer.Ordinal).Count() == seen.Count, $"Repeated. {Dice.Replay}");
            Assert.True(stay.IsSubsetOf(seen), $"Missed {string.Join(' ', stay.Except(seen))}. {Dice.Replay}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("~")]
    [InlineData("999999999999999.z")]
    public void Of_CursorFromElsewhere_IsAPlaceInTheOrder(string cursor)
    {
        var slice = Slicing.Of([new Item(Start, "a")], item => item.At, item => item.Id, new PageRequest(10, cursor));

        Assert.Equal(string.CompareOrdinal(cursor, "0") < 0 ? 1 : 0, slice.Items.Length);
        Assert.False(slice.HasNext);
    }

    [Fact]
    public void Of_SameEntryTwice_IsOne()
    {
        var item = new Item(Start, "a");

        Assert.Single(Slicing.Of([item, item], it => it.At, it => it.Id, new PageRequest(10, null)).Items);
    }

    [Fact]
    public void Of_YearsFarApart_AreInTheOrderOfTime()
    {
        Item[] items =
        [
            new(Instant.FromUtc(2199, 12, 31, 0, 0), "a"), new(Instant.FromUtc(2001, 9, 9, 1, 46), "b"),
            new(Instant.FromUtc(2001, 9, 9, 1, 47), "c"), new(Instant.FromUtc(2000, 1, 1, 0, 0), "d"),
        ];

        var slice = Slicing.Of(items, item => item.At, item => item.Id, new PageRequest(10, null));

        Assert.Equal(["d", "b", "c", "a"], slice.Items.Select(item => item.Node));
    }

    private static IEnumerable<Slice<string>> Pages(Func<IEnumerable<Item>> items, int first)
    {
        string? after = null;
        while (true)
        {
            var slice = Slicing.Of(items(), item => item.At, item => item.Id, new PageRequest(first, after));
            yield return slice;
            if (!slice.HasNext)
                yield break;
            after = slice.Items[^1].Cursor;
        }
    }

    private Item RandomItem() =>
        new(Start + Duration.FromMilliseconds(_dice.Between(0, 10)), $"booking-{_dice.Between(0, 9)}{_made++}");

    private sealed record Item(Instant At, string Id);
}
