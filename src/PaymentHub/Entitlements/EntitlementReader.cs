using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;

namespace PaymentHub.Entitlements;

/// <summary>
/// Reads the decisions of many people from their rows and folds them as their streams would be, as known at an instant:
/// every row is the event that wrote it, in the order of its version.
/// </summary>
public sealed class EntitlementReader
{
    private readonly Dictionary<Guid, List<(long Version, object Event)>> _events = [];
    private readonly Dictionary<Guid, SortedDictionary<long, string>> _users = [];

    /// <summary>
    /// Who brought in the terms that stand, and who signed anything about the decision: none of them may approve it.
    /// </summary>
    public string[] UsersOf(Guid entitlement) =>
        _users.TryGetValue(entitlement, out var users) ? [.. users.Values.Distinct()] : [];

    /// <summary>The queries, each with the people as $1 and the instant as $2, and what reads its rows.</summary>
    internal IEnumerable<(string Sql, Action<NpgsqlDataReader> Read)> Queries =>
    [
        (Of("entitlement_terms", "e.person_id, e.dossier, x.programme, x.grp, x.injury_percent, x.decision_number, "
            + "x.signed_by, x.signed_on, x.from_month, x.until_month, x.commune, x.by_user, x.at, x.change_from"),
            ReadTerms),
        (Of("paid_before", "x.first_month, x.last_month, x.monthly, x.by_user, x.at"), ReadPaidBefore),
        (Of("entitlement_pause", "x.kind, x.month, x.reason, x.by_user, x.at"), ReadPause),
        (Of("entitlement_order", "x.kind, x.from_month, x.until_month, x.total, x.monthly_limit, x.former_commune, "
            + "x.reason, x.decision_number, x.signed_by, x.signed_on, x.legal_basis, x.by_user, x.at"), ReadOrder),
        (Of("entitlement_request", "x.kind, x.day, x.reason, x.by_user, x.at, x.decision_number, x.signed_by, "
            + "x.signed_on, x.legal_basis"), ReadRequest),
        (Of("entitlement_papers", "x.papers, x.by_user, x.at"), ReadPapers),
    ];

    /// <summary>The states of every decision read.</summary>
    public IEnumerable<Entitlement> Fold()
    {
        foreach (var (id, events) in _events)
        {
            events.Sort(static (a, b) => a.Version.CompareTo(b.Version));
            Entitlement? state = null;
            foreach (var (_, e) in events) state = Entitlement.Evolve(state, id, e);
            if (state is not null) yield return state;
        }
    }

    // People are looked up one by one inside the database: each part is a walk down an index.
    private static string Of(string table, string columns) =>
        $"""
        select e.entitlement_id, x.version, {columns} from unnest($1) who(id)
        join hub.entitlement e on e.person_id = who.id
        join hub.{table} x on x.entitlement_id = e.entitlement_id and x.at <= $2
        """;

    private readonly Dictionary<Guid, long> _latest = [];

    private void Signed(NpgsqlDataReader r, string by)
    {
        if (!_users.TryGetValue(r.GetGuid(0), out var users)) _users[r.GetGuid(0)] = users = [];
        users[r.GetInt64(1)] = by;
    }

    private void Add(NpgsqlDataReader r, object e)
    {
        var id = r.GetGuid(0);
        if (!_events.TryGetValue(id, out var list)) _events[id] = list = [];
        list.Add((r.GetInt64(1), e));
    }

    private void ReadTerms(NpgsqlDataReader r)
    {
        var terms = new EntitlementTerms(
            r.GetString(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetInt32(6), r.GetString(7), r.GetString(8),
            r.GetFieldValue<LocalDate>(9), Month(r, 10)!.Value, Month(r, 11), r.GetString(12));
        var (by, at) = (r.GetString(13), r.GetFieldValue<Instant>(14));
        // Whoever stated the terms last answers for them; 0 is below every version.
        if (!_users.TryGetValue(r.GetGuid(0), out var users)) _users[r.GetGuid(0)] = users = [];
        if (r.GetInt64(1) >= _latest.GetValueOrDefault(r.GetGuid(0))) users[0] = by;
        _latest[r.GetGuid(0)] = Math.Max(_latest.GetValueOrDefault(r.GetGuid(0)), r.GetInt64(1));
        Add(r, r.GetInt64(1) == 1
            ? new EntitlementGranted(r.GetGuid(2), r.GetString(3), terms, at, by)
            : new EntitlementChanged(terms, [], at, by, Month(r, 15)));
    }

    private void ReadPaidBefore(NpgsqlDataReader r)
    {
        var (by, at) = (r.GetString(5), r.GetFieldValue<Instant>(6));
        Add(r, r.IsDBNull(2)
            ? new PaidBeforeWithdrawn(at, by)
            : new PaidBeforeRecorded(Month(r, 2)!.Value, Month(r, 3)!.Value, new Money(r.GetInt64(4)), at, by));
    }

    private void ReadPause(NpgsqlDataReader r)
    {
        var (month, reason) = (Month(r, 3)!.Value, r.GetString(4));
        var (by, at) = (r.GetString(5), r.GetFieldValue<Instant>(6));
        if (reason != FromRegister) Signed(r, by);
        Add(r, r.GetString(2) switch
        {
            "Suspended" => new EntitlementSuspended(month, reason, at, by),
            "Resumed" => new EntitlementResumed(month, reason, at, by),
            _ => new EntitlementEnded(month, reason, at, by),
        });
    }

    private void ReadRequest(NpgsqlDataReader r)
    {
        var (day, reason, by, at) = (
            r.GetFieldValue<LocalDate>(3), r.GetString(4), r.GetString(5), r.GetFieldValue<Instant>(6));
        Add(r, r.GetString(2) == "Answered"
            ? new RedeterminationAnswered(day, reason, at, by)
            : new RedeterminationRequested(
                day, reason,
                new DecisionPaper(r.GetString(7), r.GetString(8), r.GetFieldValue<LocalDate>(9), r.GetString(10)), at,
                by));
    }

    private void ReadOrder(NpgsqlDataReader r)
    {
        var (from, until, reason) = (Month(r, 3), Month(r, 4), r.GetString(8));
        var (by, at) = (r.GetString(13), r.GetFieldValue<Instant>(14));
        Signed(r, by);
        var paper = r.IsDBNull(9) ? null : new DecisionPaper(
            r.GetString(9), r.GetString(10), r.GetFieldValue<LocalDate>(11), r.GetString(12));
        switch (r.GetString(2))
        {
            case "Annulled": Add(r, new EntitlementAnnulled(reason, paper!, at, by)); break;
            case "WholeRecovery":
                Add(r, new WholeRecoveryDecided(from!.Value, until, reason, paper!, at, by)); break;
            case "Netting":
                Add(r, new NettingDecided(
                    new Money(r.GetInt64(5)), new Money(r.GetInt64(6)), from!.Value, paper!, at, by)); break;
            default: AddMove(r, r.GetString(7), from!.Value); break;
        }
    }

    // The terms of a move are the row of its version among the terms; here the former commune is added to them.
    private void AddMove(NpgsqlDataReader r, string former, YearMonth from)
    {
        var events = _events[r.GetGuid(0)];
        var index = events.FindIndex(e => e.Version == r.GetInt64(1));
        var changed = (EntitlementChanged)events[index].Event;
        events[index] = (
            r.GetInt64(1), new EntitlementMoved(changed.Terms, former, from, null, changed.At, changed.ByUser));
    }

    private void ReadPapers(NpgsqlDataReader r)
    {
        Signed(r, r.GetString(3));
        Add(r, new CircumstancesRecorded(
            EntitlementPapersRows.Read(r.GetString(2)), r.GetFieldValue<Instant>(4), r.GetString(3)));
    }

    /// <summary>An end that a register row stated is part of the terms that it brought.</summary>
    private const string FromRegister = "REGISTER";

    private static YearMonth? Month(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column).ToYearMonth();
}
