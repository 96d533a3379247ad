using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>The row's identification number belongs to another person than the stream it was sent to.</summary>
public sealed record PersonMismatch() : Refusal(
    "person-mismatch",
    "Số định danh của dòng này không thuộc người hưởng đang xử lý. Hãy tra cứu lại theo số định danh.",
    "The row's personal id belongs to another person. Look the person up by the id again.");

/// <summary>The command names a person who is not in the register.</summary>
public sealed record PersonUnknown() : Refusal(
    "person-unknown",
    "Người này không có trong danh sách quản lý. Hãy nhập hồ sơ của người này trước.",
    "This person is not in the register. Import the person's decision first.");

/// <summary>A list of moves names another commune of departure than the one that manages the person.</summary>
public sealed record MoveFromElsewhere() : Refusal(
    "move-from-elsewhere",
    "Xã đi không phải là xã đang quản lý người này. Hãy kiểm tra lại giấy chuyển và danh sách quản lý.",
    "The commune of departure does not manage this person. Check the paper of the move and the register.");

/// <summary>The number already belongs, or once belonged, to another person.</summary>
public sealed record IdentifierOfAnother() : Refusal(
    "identifier-of-another",
    "Số này đang hoặc đã từng là của một người khác; một số không bao giờ cấp lại cho người khác.",
    "The number belongs or once belonged to another person; numbers are never given again.");

/// <summary>An act that changes a person's identity needs a stated reason.</summary>
public sealed record IdentifierReasonMissing() : Refusal(
    "identifier-reason-missing",
    "Phải ghi lý do và giấy tờ làm căn cứ khi thay số định danh.",
    "State the reason and the paper behind it when replacing a personal id.");

/// <summary>
/// What an accepted register or death row means for a person: events, or nothing where it is not news.
/// </summary>
public static class BeneficiaryDecisions
{
    /// <summary>
    /// Takes over a register row. A row that says what the same decision's row said last time is not news, even where
    /// another decision of the person says otherwise.
    /// </summary>
    /// <param name="record">The accepted row.</param>
    /// <param name="state">The person, null before the first row; earlier rows of the import already folded in.</param>
    /// <param name="now">The moment of recording.</param>
    /// <param name="by">User name of the importer.</param>
    public static Decision Register(RegisterRecord record, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return Decision.Accept([.. FirstEvents(record, now, by)]);
        if (!state.IsKnownAs(record.Person.PersonalId)) return new PersonMismatch();
        var events = new List<object>(3);
        AddPersonEvents(events, record, state, now, by);
        AddPayoutEvents(events, record, state, now, by);
        return events.Count == 0 ? Decision.AlreadyDone : Decision.Accept([.. events]);
    }

    /// <summary>Records a death from the register of deaths, matched by the exact identification number only.</summary>
    public static Decision RecordDeath(DeathRecord record, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (!state.IsKnownAs(record.PersonalId)) return new PersonMismatch();
        if (state.DiedOn == record.DiedOn && state.DeathExtract == record.ExtractNumber) return Decision.AlreadyDone;
        return Decision.Accept(new DeathRecorded(
            now, by, state.Id, state.Person, record.DiedOn, record.ExtractNumber, record.RegisteredOn,
            VietnameseText.SameName(state.Person.FullName, record.FullName), state.Person.Birth == record.Birth));
    }

    /// <summary>Gives the person another identification number; the stream and its history stay.</summary>
    public static Decision ReplaceIdentifier(
        PersonalId personalId, string reason, Beneficiary? state, Instant now, string by, LocalDate? from = null)
    {
        if (state is null) return new PersonUnknown();
        if (state.Person.PersonalId == personalId) return Decision.AlreadyDone;
        if (string.IsNullOrWhiteSpace(reason)) return new IdentifierReasonMissing();
        var person = state.Person with { PersonalId = personalId };
        return Decision.Accept(
            new IdentifierReplaced(
                now, by, state.Id, state.Person.PersonalId, person, reason.Trim(),
                state.FormerIds.Contains(personalId), from));
    }

    /// <summary>
    /// Moves the person to another commune of the province, or out of it. A move that the register knows already is not
    /// news; one from a commune that does not manage the person is refused, because the list may be out of date.
    /// </summary>
    public static Decision Move(MoveRecord record, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (!state.IsKnownAs(record.PersonalId)) return new PersonMismatch();
        if (record.To is null)
        {
            return state.LeftOn == record.MovedOn
                ? Decision.AlreadyDone
                : Decision.Accept(new LeftProvince(
                    now, by, state.Id, state.Person, record.Place, record.MovedOn, record.Document));
        }

        if (state.Person.Commune == record.To) return Decision.AlreadyDone;
        if (state.Person.Commune != record.From) return new MoveFromElsewhere();
        return Decision.Accept(new MovedCommune(
            now, by, state.Id, string.Empty, record.From, state.Person with { Commune = record.To }, record.MovedOn,
            record.Document));
    }

    /// <summary>
    /// States where the person lives. A residence that is later than every known one is a move to that commune, or out
    /// of the province; an earlier one and every actual stay is noted without moving the person.
    /// </summary>
    public static Decision StatePlace(LivingPlace place, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (string.IsNullOrWhiteSpace(place.Document)) return new PlacePaperMissing();
        if (state.Places.All.Contains(place)) return Decision.AlreadyDone;
        var stated = new PlaceStated(now, by, state.Id, place);
        var isLatest = place.Kind == PlaceKind.Residence
            && !(state.Places.Latest(PlaceKind.Residence) is { } last && place.From < last.From);
        if (!isLatest) return Decision.Accept(stated);
        if (place.Commune is null)
        {
            var left = new LeftProvince(now, by, state.Id, state.Person, place.Place, place.From, place.Document);
            return Decision.Accept(left, stated);
        }

        if (place.Commune == state.Person.Commune) return Decision.Accept(stated);
        var moved = new MovedCommune(
            now, by, state.Id, string.Empty, state.Person.Commune, state.Person with { Commune = place.Commune },
            place.From, place.Document);
        return Decision.Accept(moved, stated);
    }

    /// <summary>
    /// States another number of the person. A new personal id replaces the present one; another person's number is
    /// refused before this, where all holders are known.
    /// </summary>
    public static Decision StateIdentifier(
        Identifier identifier, string document, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (identifier.Kind == IdentifierKind.PersonalId)
        {
            return ReplaceIdentifier(
                PersonalId.Parse(identifier.Value), document, state, now, by, identifier.From);
        }

        var known = state.Identifiers.GetValueOrDefault((identifier.Kind, identifier.Value));
        return known == identifier
            ? Decision.AlreadyDone
            : Decision.Accept(new IdentifierStated(now, by, state.Id, identifier, document, known is not null));
    }

    /// <summary>Records what social insurance pays; the same statement again is not news.</summary>
    public static Decision StatePension(Pension pension, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        return state.Pensions.GetValueOrDefault((pension.Kind, pension.From)) == pension
            ? Decision.AlreadyDone
            : Decision.Accept(new PensionStated(now, by, state.Id, pension));
    }

    private static IEnumerable<object> FirstEvents(RegisterRecord record, Instant now, string by)
    {
        var id = Beneficiary.IdOf(record.Person.PersonalId);
        yield return new BeneficiaryRegistered(now, by, id, record.Dossier, record.Person);
        yield return new PayoutAccountSet(now, by, id, record.Dossier, record.Payout, []);
        if (record.Payout.Payee is not null)
            yield return new PayeeAppointed(now, by, id, record.Dossier, record.Payout);
    }

    private static void AddPersonEvents(
        List<object> events, RegisterRecord record, Beneficiary state, Instant now, string by)
    {
        // A row may still carry a number that was replaced since; that is not a correction back.
        var stated = record.Person with { PersonalId = state.Person.PersonalId };
        if (state.Stated.TryGetValue(record.Dossier, out var last) && SaysTheSame(last, stated)) return;
        // The dossier's commune is as its last row said: a move that another list brought since stands.
        if (last?.Commune == stated.Commune) stated = stated with { Commune = state.Person.Commune };
        var moved = stated with
        {
            FullName = state.Person.FullName,
            Birth = state.Person.Birth,
            Sex = state.Person.Sex,
        };
        if (!string.Equals(stated.Commune, state.Person.Commune, StringComparison.Ordinal))
            events.Add(new MovedCommune(now, by, state.Id, record.Dossier, state.Person.Commune, moved));
        var changed = ChangedFields(state.Person, stated);
        if (changed.Length > 0)
            events.Add(new BeneficiaryCorrected(now, by, state.Id, record.Dossier, stated, changed));
    }

    private static void AddPayoutEvents(
        List<object> events, RegisterRecord record, Beneficiary state, Instant now, string by)
    {
        var before = state.Payouts.GetValueOrDefault(record.Dossier);
        if (before == record.Payout) return;
        var changed = before is null ? [] : ChangedFields(before, record.Payout);
        if (before is null || changed.Length > 0)
            events.Add(new PayoutAccountSet(now, by, state.Id, record.Dossier, record.Payout, changed));
        if (before?.Payee != record.Payout.Payee)
            events.Add(new PayeeAppointed(now, by, state.Id, record.Dossier, record.Payout));
    }

    private static bool SaysTheSame(PersonDetails a, PersonDetails b) => a with { PersonalId = b.PersonalId } == b;

    private static string[] ChangedFields(PersonDetails before, PersonDetails now) =>
    [
        .. Differs(nameof(now.FullName), before.FullName, now.FullName),
        .. Differs(nameof(now.Birth), before.Birth, now.Birth),
        .. Differs(nameof(now.Sex), before.Sex, now.Sex),
    ];

    internal static string[] ChangedFields(PayoutDetails before, PayoutDetails now) =>
    [
        .. Differs(nameof(now.Method), before.Method, now.Method),
        .. Differs(nameof(now.Institution), before.Institution, now.Institution),
        .. Differs(nameof(now.BankBin), before.BankBin, now.BankBin),
        .. Differs(nameof(now.Account), before.Account, now.Account),
        .. Differs(nameof(now.HolderName), before.HolderName, now.HolderName),
    ];

    private static string[] Differs<T>(string field, T before, T now) =>
        EqualityComparer<T>.Default.Equals(before, now) ? [] : [field];
}
