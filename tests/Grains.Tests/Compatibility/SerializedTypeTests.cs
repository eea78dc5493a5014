using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Keys;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>Names and numbers that are on the wire and in storage are written down, and stay.</summary>
public sealed class SerializedTypeTests
{
    /// <summary>Stored enums are stored as numbers.</summary>
    private static readonly Dictionary<Type, string> StoredEnums = new()
    {
        [typeof(Role)] = "Admin=0 Manager=1 Advisor=2 Display=3",
        [typeof(BookingPurpose)] = "Workshop=0 Appointments=1 DropIn=2 Meeting=3 Other=4",
        [typeof(BookingStatus)] = "Pending=0 Confirmed=1 InProgress=2 Completed=3 Cancelled=4 Declined=5 Expired=6 NoShow=7",
        [typeof(InvitationAnswer)] = "NotNeeded=0 Pending=1 Accepted=2 Declined=3 Expired=4 Left=5 Withdrawn=6",
        [typeof(Decision)] = "Accept=0 Decline=1",
        [typeof(OnConflict)] = "AllOrNothing=0 Skip=1 AcceptIfAtLeast=2",
        [typeof(RefusalCode)] = "InvalidInput=0 NotFound=1 Forbidden=2 SlotTaken=3 SeatsExceeded=4 AdvisorBusy=5 VenueFull=6 OutsideOpeningHours=7 "
            + "Closed=8 Policy=9 Quota=10 WrongState=11 StaleVersion=12 IdempotencyMismatch=13 OutcomeUnknown=14",
        [typeof(BookingStep)] = "OwnerDecision=0 CoHostConsent=1 WaitlistOffer=2",
        [typeof(WaitlistStatus)] = "Waiting=0 Offered=1 Served=2 Lapsed=3 Left=4",
        [typeof(RoomSharing)] = "Exclusive=0 BySeats=1",
        [typeof(ApprovalMode)] = "Instant=0 OnRequest=1",
        [typeof(AttendeeStatus)] = "Registered=0 Waiting=1 Cancelled=2 Attended=3 Absent=4 Excused=5",
        [typeof(WorkshopStep)] = "Registered=0 Queued=1 Promoted=2 Cancelled=3 Attended=4 Absent=5 Excused=6 Forgotten=7 PlacesSet=8",
        [typeof(IsoDayOfWeek)] = "None=0 Monday=1 Tuesday=2 Wednesday=3 Thursday=4 Friday=5 Saturday=6 Sunday=7",
    };

    /// <summary>A grain's state is stored under its type's name and its key.</summary>
    private static readonly string[] GrainsWithState =
        ["advisor", "directory-cell", "directory-index", "feed", "organization", "request-keys", "room", "venue"];

    private static IEnumerable<Type> SerializedTypes => StoredTypes.Product.GetTypes().Where(StoredTypes.IsSerialized);

    [Fact]
    public void SerializedTypes_EachOne_HasAnAliasOfItsOwn()
    {
        Assert.NotEmpty(SerializedTypes);
        Assert.DoesNotContain(SerializedTypes, type => AliasOf(type) is null);
        var aliased = SerializedTypes.Concat(StoredTypes.Product.GetTypes().Where(IsGrainInterface)).ToList();
        Assert.All(aliased, type => Assert.StartsWith("scheduling.", AliasOf(type)));
        Assert.Equal(aliased.Select(AliasOf).Distinct(), aliased.Select(AliasOf));
    }

    [Fact]
    public void SerializedTypes_EveryMember_HasANumberOfItsOwn()
    {
        Assert.All(SerializedTypes, type =>
        {
            const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            var numbered = type.GetProperties(own).Where(property => property.IsDefined(typeof(IdAttribute))).ToList();
            var fields = type.GetFields(own);

            // Everything that takes memory is the field behind a numbered property.
            Assert.Equal(numbered.Select(property => $"<{property.Name}>k__BackingField").Order(StringComparer.Ordinal),
                fields.Select(field => field.Name).Order(StringComparer.Ordinal));
            Assert.Equal(numbered.Count, numbered.Select(property => property.GetCustomAttribute<IdAttribute>()!.Id).Distinct().Count());
        });
    }

    [Fact]
    public void StoredEnums_EachOne_KeepsItsNumbers()
    {
        var enums = StoredTypes.Reachable.Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal);

        Assert.Equal(StoredEnums.Keys.OrderBy(type => type.Name, StringComparer.Ordinal), enums);
        Assert.All(StoredEnums, entry => Assert.Equal(entry.Value, string.Join(' ',
            Enum.GetValues(entry.Key).Cast<Enum>().Order().Select(value => $"{value}={value:D}"))));
    }

    [Fact]
    public void StoredTypes_OfTheProduct_AreAllSerialized() => Assert.DoesNotContain(
        StoredTypes.Reachable, type => type.Assembly == StoredTypes.Product && !type.IsEnum && !StoredTypes.IsSerialized(type));

    [Fact]
    public void GrainsWithState_EachOne_KeepsItsName() => Assert.Equal(GrainsWithState, StoredTypes.Product.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IGrainBase)) && StoredTypes.RecordsOf(type).Any())
        .Select(type => type.GetCustomAttribute<GrainTypeAttribute>() is null
            ? $"{type.Name} has no [GrainType]" : type.GetCustomAttributesData()
                .Single(data => data.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value as string)
        .Order(StringComparer.Ordinal));

    [Fact]
    public void RequestKeys_KeepTheirName() => Assert.Equal("known-keys", RequestKeysGrain.RecordName);

    private static bool IsGrainInterface(Type type) => type.IsInterface && type.IsAssignableTo(typeof(IAddressable));

    private static string? AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
