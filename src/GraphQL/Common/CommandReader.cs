using NodaTime;
using Scheduling.Api.Errors;
using Scheduling.Api.Waitlists;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Common;

/// <summary>
/// Reads the identities and the key of a mutation's input and collects what is wrong with them; every rule beyond that
/// is the grains'. When anything <see cref="IsRefused"/>, nothing that was read is to be used.
/// </summary>
internal sealed class CommandReader
{
    private const int KeyLengthMax = 200;

    private readonly List<IMutationError> _errors = [];
    private readonly ApiRequest _api;
    private readonly string _operation;
    private readonly MutationInput _input;
    private RequestKey? _key;

    public CommandReader(ApiRequest api, string operation, MutationInput input)
    {
        (_api, _operation, _input) = (api, operation, input);
        if (input.IdempotencyKey is { } key && (string.IsNullOrWhiteSpace(key) || key.Length > KeyLengthMax))
            Refuse("idempotencyKey", $"An idempotencyKey has 1 to {KeyLengthMax} characters.");
    }

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<IMutationError> Errors => _errors;

    /// <summary>True when anything was wrong.</summary>
    public bool IsRefused => _errors.Count > 0;

    /// <summary>Caller, key and input, or null without a key.</summary>
    public RequestKey? Key => _key ??= _input.IdempotencyKey is { } key
        ? RequestKey.Of(_api.Actor.Subject, key, _operation, _input.IsGuessable ? $"{key}\n{Fingerprint.Of(_input)}" : Fingerprint.Of(_input))
        : null;

    /// <summary>The key of what is to be made: with an idempotency key always the same, so that a repeat meets the same grain.</summary>
    public string NewKey() => Key?.Key ?? _api.Ids.NewKey();

    /// <summary>
    /// Sends the command, unless its key stands for another input of the caller's, to whatever that was sent; an answer
    /// that was lost becomes OUTCOME_UNKNOWN.
    /// </summary>
    public async Task<Outcome<T>> SendAsync<T>(Func<Task<Outcome<T>>> command) where T : class
    {
        if (Key is not { } key)
            return await command().OrUnknownAsync(_api.Log);
        var keys = _api.Grains.KeeperOf(key);
        return await SendOnceAsync().OrUnknownAsync(_api.Log);

        async Task<Outcome<T>> SendOnceAsync()
        {
            if (!await keys.TakeAsync(key))
                return Refusal.KeyMismatch();
            // What may have taken effect keeps its key; only what was certainly refused gives it back.
            var tookEffect = true;
            try
            {
                var outcome = await command();
                tookEffect = outcome.Value is not null;
                return outcome;
            }
            finally
            {
                await keys.SettleAsync(key, tookEffect);
            }
        }
    }

    /// <summary>An identity of one kind.</summary>
    public TId Id<TId>(string text, string field) where TId : struct, IEntityId<TId>
    {
        if (!EntityIds.TryParse<TId>(text, out var id))
            Refuse(field, Kinds.Expected(TId.Kind));
        return id;
    }

    /// <summary>Identities of one kind; a wrong one is named by its place: <c>coHostIds.1</c>.</summary>
    public ImmutableArray<TId> Ids<TId>(IReadOnlyList<string> texts, string field) where TId : struct, IEntityId<TId> =>
        [.. texts.Select((text, index) => Id<TId>(text, $"{field}.{index}"))];

    /// <summary>A municipality or a network.</summary>
    public OrganizationId Organization(string text, string field)
    {
        if (!OrganizationId.TryParse(text, out var id))
            Refuse(field, "This is not the id of a municipality or a network.");
        return id;
    }

    /// <summary>A network.</summary>
    public OrganizationId Network(string text, string field)
    {
        if (!OrganizationId.TryParse(text, out var id) || id.IsMunicipality)
            Refuse(field, Kinds.Expected("network"));
        return id;
    }

    /// <summary>The town hall of a commune.</summary>
    public OrganizationId Municipality(string inseeCode, string field)
    {
        if (!OrganizationId.IsInseeCode(inseeCode))
            Refuse(field, Kinds.InseeCode);
        return OrganizationId.OfMunicipality(inseeCode);
    }

    /// <summary>A booking.</summary>
    public BookingId Booking(string text, string field)
    {
        if (!BookingId.TryParse(text, out var id))
            Refuse(field, Kinds.Expected("booking"));
        return id;
    }

    /// <summary>A booking to join: by the reference of a conflict, or by its identity.</summary>
    public (JoinReference? Reference, BookingId? Booking) JoinableOrBooking(string? joinable, string? booking)
    {
        if (joinable is null == booking is null)
            Refuse("joinable", "One of 'joinable' and 'bookingId' says which booking.");
        else if (joinable is null)
            return (null, Booking(booking!, "bookingId"));
        else if (JoinReference.TryParse(joinable, out var reference))
            return (reference, null);
        else
            Refuse("joinable", "This is not the 'joinable' of a conflict.");
        return default;
    }

    /// <summary>A series.</summary>
    public SeriesId Series(string text, string field)
    {
        if (!SeriesId.TryParse(text, out var id))
            Refuse(field, Kinds.Expected("series"));
        return id;
    }

    /// <summary>A place on a waiting list.</summary>
    public WaitlistEntryId WaitlistEntry(string text, string field)
    {
        if (!WaitlistEntryId.TryParse(text, out var id))
            Refuse(field, Kinds.Expected("waitlist entry"));
        return id;
    }

    /// <summary>What somebody waits for: a period, or a window with a length.</summary>
    public (Period Window, Duration? Length) Wish(JoinWaitlistInput input)
    {
        if (input.Period is { } period)
        {
            if (input.Window is not null || input.Length is not null)
                Refuse(input.Window is null ? "length" : "window", "A period stands alone, without a window and a length.");
            return (period.ToPeriod(), null);
        }

        if (input.Window is null)
            Refuse("period", "Say a period, or a window and a length.");
        else if (input.Length is null)
            Refuse("length", "A window needs the length of the slot.");
        return (input.Window?.ToPeriod() ?? default, input.Length);
    }

    private void Refuse(string field, string message) =>
        _errors.Add(Refusal.Invalid(field, message).ToError(ConflictScene.None(_api)));
}
