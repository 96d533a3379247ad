using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>The person's details as they stood from a moment on; numbers and names are masked.</summary>
public sealed record PersonVersion(
    Instant At, string ByUser, string PersonalId, string FullName, int BirthYear, string Sex, string Commune,
    string? CommuneName);

/// <summary>A number that the person holds or held, masked, with its validity as stated last.</summary>
public sealed record PersonNumber(
    IdentifierKind Kind, string Value, LocalDate? From, LocalDate? Until, string? Document, Instant At, string ByUser);

/// <summary>One decision: programme, months and how it is paid out. Groups that reveal health are not shown.</summary>
public sealed record PersonDecision(
    string Dossier, string Programme, string DecisionNumber, LocalDate SignedOn, string From, string? Until,
    string? SuspendedFrom, string Commune, string? Method, string? Institution, string? Account, string? Relation,
    string? PayeeName, LocalDate? PayeeUntil);

/// <summary>The household of the person and how it is classed.</summary>
public sealed record PersonHousehold(
    string Code, string Relation, string Commune, PovertyClass? Class, LocalDate? From, LocalDate? Until);

/// <summary>What social insurance pays the person, in đồng a month.</summary>
public sealed record PersonPension(PensionKind Kind, string From, string? Until, long Monthly);

/// <summary>A change of a payout and its last step.</summary>
public sealed record PersonPayoutChange(
    Guid ChangeId, string Dossier, string Step, string? Account, string ProposedBy, string? Evidence, Instant At);

/// <summary>
/// Where the person is registered or actually stays from a day on; without a commune the place lies outside the
/// province.
/// </summary>
public sealed record PersonPlace(
    PlaceKind Kind, string? Commune, string Place, LocalDate From, string Document, string? SignedBy,
    LocalDate? SignedOn, string ByUser, Instant At);

/// <summary>
/// A person of the register (người hưởng): who it is and was, numbers, decisions, household, pension, changes. The key
/// is opaque; the person is named by a dossier, never by a number.
/// </summary>
public sealed record PersonView(
    Guid PersonId, IReadOnlyList<PersonVersion> Versions, IReadOnlyList<PersonNumber> Numbers,
    IReadOnlyList<PersonDecision> Decisions, IReadOnlyList<PersonHousehold> Households,
    IReadOnlyList<PersonPension> Pensions, IReadOnlyList<PersonPayoutChange> PayoutChanges, LocalDate? DiedOn)
{
    /// <summary>Residences and actual stays, the latest first.</summary>
    public IReadOnlyList<PersonPlace> Places { get; init; } = [];

    /// <summary>Attributes of the managing commune's area today, e.g. ISLAND.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];
}

/// <summary>Reads a person through one of the dossiers, inside the user's scope.</summary>
public sealed class ReadPerson(
    NpgsqlDataSource source, CurrentUser user, ReferenceData reference, IClock clock) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/people/{dossier}", GetAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<PersonView>("GetPerson");

    /// <summary>
    /// The person behind a dossier, a key or any number ever held, with history; numbers, names and accounts are
    /// masked.
    /// </summary>
    /// <remarks>Người hưởng của một hồ sơ: thông tin, số giấy tờ, quyết định, hộ gia đình.</remarks>
    public static async Task<IResult> GetAsync(string dossier, ReadPerson read, CancellationToken cancellation) =>
        await read.FindAsync(dossier, cancellation) is { } person
            ? Results.Ok(person)
            : Problems.NotFound("hồ sơ này", "such dossier");

    /// <summary>The person, or null where there is none in the user's scope.</summary>
    public async Task<PersonView?> FindAsync(string dossier, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await PersonOfAsync(connection, dossier, cancellation) is not { } id) return null;
        var versions = await RowsAsync(connection, Versions, id, r => new PersonVersion(
            r.GetFieldValue<Instant>(0), r.GetString(1), Masked(r.GetString(2)), NameOf(r.GetString(3)), r.GetInt32(4),
            r.GetString(5), r.GetString(6), null), cancellation);
        var numbers = await RowsAsync(connection, Numbers, id, r => new PersonNumber(
            Enum.Parse<IdentifierKind>(r.GetString(0)), Masked(r.GetString(1)), DayOf(r, 2), DayOf(r, 3), TextOf(r, 4),
            r.GetFieldValue<Instant>(5), r.GetString(6)), cancellation);
        var decisions = await RowsAsync(connection, Decisions, id, r => new PersonDecision(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetFieldValue<LocalDate>(3), r.GetString(4), TextOf(r, 5),
            TextOf(r, 6), r.GetString(7), TextOf(r, 8), TextOf(r, 9),
            TextOf(r, 10) is { } a ? Identifier.Mask(a) : null, TextOf(r, 11),
            TextOf(r, 12) is { } name ? NameOf(name) : null, DayOf(r, 13)), cancellation);
        var households = await RowsAsync(connection, Households, id, r => new PersonHousehold(
            r.GetString(0), r.GetString(1), r.GetString(2),
            TextOf(r, 3) is { } c ? Enum.Parse<PovertyClass>(c) : null, DayOf(r, 4), DayOf(r, 5)), cancellation);
        var pensions = await RowsAsync(connection, Pensions, id, r => new PersonPension(
            Enum.Parse<PensionKind>(r.GetString(0)), r.GetString(1), TextOf(r, 2), r.GetInt64(3)), cancellation);
        var changes = await RowsAsync(connection, Changes, id, r => new PersonPayoutChange(
            r.GetGuid(0), r.GetString(1), r.GetString(2), TextOf(r, 3) is { } a ? Identifier.Mask(a) : null,
            r.GetString(4), TextOf(r, 5), r.GetFieldValue<Instant>(6)), cancellation);
        var deaths = await RowsAsync(connection, Death, id, r => r.GetFieldValue<LocalDate>(0), cancellation);
        var places = await RowsAsync(connection, Places, id, r => new PersonPlace(
            Enum.Parse<PlaceKind>(r.GetString(0)), TextOf(r, 1), r.GetString(2), r.GetFieldValue<LocalDate>(3),
            r.GetString(4), TextOf(r, 5), DayOf(r, 6), r.GetString(7), r.GetFieldValue<Instant>(8)), cancellation);
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        return new PersonView(
            id, versions, numbers, decisions, households, pensions, changes, deaths.Count == 0 ? null : deaths[0])
        {
            Places = places,
            Areas = [.. reference.Areas.Of(versions[0].Commune, today).Select(a => a.Attribute)],
        };
    }

    private async Task<Guid?> PersonOfAsync(
        NpgsqlConnection connection, string dossier, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select n.person_id from hub.entitlement n
            where (n.dossier = upper($1) or n.person_id = $4
                   or n.person_id in (select person_id from hub.identifier where value = $5))
                and ($2::text[] is null or (
                select commune from hub.beneficiary b where b.person_id = n.person_id order by version desc limit 1)
                = any($2)) and $3::text[] is null
            limit 1
            """, connection);
        command.Parameters.Add(Parameter.Of(dossier.Trim()));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.RegisterView)));
        command.Parameters.Add(Parameter.Of(Guid.TryParse(dossier, out var id) ? id : Guid.Empty));
        command.Parameters.Add(Parameter.Of(Identifier.Clean(dossier)));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, Guid person, Func<NpgsqlDataReader, T> row,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Parameter.Of(person));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await reader.ReadAsync(cancellation)) found.Add(row(reader));
        return found;
    }

    private static string Masked(string number) =>
        number.Length == PersonalId.Length ? PersonalId.Parse(number).Masked : Identifier.Mask(number);

    private static string NameOf(string name) => $"*** {name[(name.LastIndexOf(' ') + 1)..]}";

    private static string? TextOf(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static LocalDate? DayOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column);

    private const string Versions = """
        select at, by_user, personal_id, full_name, birth_year, sex, commune from hub.beneficiary
        where person_id = $1 order by version desc
        """;

    private const string Numbers = """
        select i.kind, i.value, coalesce(t.from_day, since.from_day), t.until_day, t.document, coalesce(t.at, i.at),
          coalesce(t.by_user, i.by_user)
        from hub.identifier i
        left join lateral (select * from hub.identifier_term t
                           where t.person_id = i.person_id and t.kind = i.kind and t.value = i.value
                           order by version desc limit 1) t on true
        left join lateral (select s.from_day from hub.identifier_term s
                           where s.person_id = i.person_id and s.kind = i.kind and s.value = i.value
                             and i.kind = 'PersonalId' and s.from_day is not null
                           order by version desc limit 1) since on true
        where i.person_id = $1 order by i.kind, i.version desc
        """;

    private const string Decisions = """
        select n.dossier, t.programme, t.decision_number, t.signed_on, to_char(t.from_month, 'YYYY-MM'),
          to_char(case when p.kind = 'Ended' and p.version > t.version then p.month else t.until_month end, 'YYYY-MM'),
          case when p.kind = 'Suspended' then to_char(p.month, 'YYYY-MM') end, t.commune, o.method, o.institution,
          o.account, o.relation, o.payee_name, o.payee_until
        from hub.entitlement n
        join lateral (select * from hub.entitlement_terms t where t.entitlement_id = n.entitlement_id
                      order by version desc limit 1) t on true
        left join lateral (select * from hub.entitlement_pause p where p.entitlement_id = n.entitlement_id
                           order by version desc limit 1) p on true
        left join lateral (select * from hub.payout o where o.person_id = n.person_id and o.dossier = n.dossier
                           order by version desc limit 1) o on true
        where n.person_id = $1 order by n.dossier
        """;

    private const string Households = """
        select h.code, m.relation, h.commune, p.class, p.from_day, p.until_day
        from (select distinct on (household_id) * from hub.household_member where person_id = $1
              order by household_id, version desc) m
        join lateral (select * from hub.household h where h.household_id = m.household_id
                      order by version desc limit 1) h on true
        left join lateral (select * from hub.poverty p where p.household_id = m.household_id
                           order by from_day desc, version desc limit 1) p on true
        where m.present order by h.code
        """;

    private const string Pensions = """
        select distinct on (kind, from_month) kind, to_char(from_month, 'YYYY-MM'), to_char(until_month, 'YYYY-MM'),
          monthly
        from hub.pension where person_id = $1 order by kind, from_month, version desc
        """;

    private const string Changes = """
        select c.change_id, c.dossier, l.step, c.account, c.by_user, c.evidence, l.at
        from hub.payout_change c
        join lateral (select step, at from hub.payout_change l where l.change_id = c.change_id
                      order by version desc limit 1) l on true
        where c.person_id = $1 and c.step = 'Proposed' order by c.version desc
        """;

    private const string Places = """
        select kind, commune, place, from_day, document, signed_by, signed_on, by_user, at
        from (select distinct on (kind, from_day) * from hub.living_place where person_id = $1
              order by kind, from_day, version desc) p
        order by from_day desc, kind
        """;

    private const string Death =
        "select died_on from hub.death where person_id = $1 order by version desc limit 1";
}
