using NodaTime;
using Scheduling.Grains.Workshops;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>Who has a place in a workshop and who waits, damaged by hand in one place each.</summary>
public sealed class DamagedRegistrationsTests(SoundStore store) : IClassFixture<SoundStore>
{
    private AuditedTown Town => store.Town;

    [Fact]
    public Task Audit_SomebodyWaitsWhoHasAPlace_BreaksPlaces() => RefutesAsync(
        workshop => workshop with
        {
            Attendees = workshop.Attendees.Add(Next(workshop, workshop.Attendees[0].Reference, AttendeeStatus.Waiting)),
            Numbers = workshop.Numbers + 1,
        },
        $"stands 2 times, as Registered and Waiting, in {Town.Booking}");

    [Fact]
    public Task Audit_SomebodyCountsTwice_BreaksPlaces() => RefutesAsync(
        workshop => workshop with
        {
            Attendees = workshop.Attendees.Add(Next(workshop, workshop.Attendees[0].Reference, AttendeeStatus.Registered)),
            Numbers = workshop.Numbers + 1,
        },
        $"stands 2 times, as Registered and Registered, in {Town.Booking}");

    [Fact]
    public Task Audit_WhoCameLaterHasThePlace_BreaksPlaces() => RefutesAsync(
        workshop => workshop with
        {
            Attendees =
            [
                workshop.Attendees[0] with { Status = AttendeeStatus.Waiting },
                Next(workshop, "late", AttendeeStatus.Registered),
            ],
            Numbers = workshop.Numbers + 1,
        },
        $", who came later, has a place in {Town.Booking}");

    [Fact]
    public Task Audit_AttendeesOutOfOrder_BreaksPlaces() => RefutesAsync(
        workshop => workshop with
        {
            Attendees = workshop.Attendees.Insert(0, Next(workshop, "late", AttendeeStatus.Registered)),
            Numbers = workshop.Numbers + 1,
        },
        $" stands behind ");

    [Fact]
    public Task Audit_NumberNobodyGave_BreaksPlaces() => RefutesAsync(
        workshop => workshop with { Attendees = workshop.Attendees.Add(Next(workshop, "late", AttendeeStatus.Registered)) },
        $"is given, of ");

    [Fact]
    public Task Audit_MoreCameThanHadAPlace_BreaksPlaces() => RefutesAsync(
        workshop => workshop with { Forgotten = new WorkshopCounts { Registered = 1, Attended = 2 } },
        $"were forgotten in {Town.Booking}");

    private static AttendeeRecord Next(WorkshopRecord workshop, string reference, AttendeeStatus status) => workshop.Attendees[0] with
    {
        Number = workshop.Numbers,
        Reference = reference,
        Status = status,
        RegisteredAt = workshop.Attendees[0].RegisteredAt + Duration.FromMinutes(1),
    };

    private Task RefutesAsync(Func<WorkshopRecord, WorkshopRecord> damage, string violation) => store.RefutesAsync(
        editor => editor.Edit(Town.Lead, $"attendees-{Town.Booking.Value.Split('-', 3)[2]}", damage), "no workshop", violation);
}
