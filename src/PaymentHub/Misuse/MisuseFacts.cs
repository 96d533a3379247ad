using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Misuse;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Misuse;

/// <summary>
/// The facts that the detectors judge, gathered set by set. Each query already leaves out what cannot become a finding,
/// so that only leads travel to the detectors and not the whole register.
/// </summary>
public sealed partial class MisuseFacts(NpgsqlDataSource source, YearMonth period)
{
    /// <summary>Ordered lines of the period for people whose death is known.</summary>
    public Task<List<PaidLine>> LinesAsync(CancellationToken cancellation) => ReadAsync(LinesQuery, r => new PaidLine(
        r.GetGuid(0), r.GetString(1), r.GetString(2), MonthOf(r, 3), MonthOf(r, 4), new Money(r.GetInt64(5)),
        TextOf(r, 6), TextOf(r, 7), RelationOf(r, 8), false, r.GetFieldValue<Instant>(9)), cancellation);

    /// <summary>All known deaths, each known since the first record of it.</summary>
    public Task<List<KnownDeath>> DeathsAsync(CancellationToken cancellation) =>
        ReadAsync(DeathsQuery, r => DeathOf(r, 0), cancellation);

    /// <summary>Decisions of dead people that still have no end.</summary>
    public Task<List<OpenDecision>> OpenAsync(CancellationToken cancellation) => ReadAsync(OpenQuery, r =>
    {
        var death = DeathOf(r, 0);
        if (r.IsDBNull(6)) return new OpenDecision(death, r.GetString(5), null, null);
        var (first, last) = (MonthOf(r, 6), MonthOf(r, 7));
        var afterDeath = death.DiedOn.ToYearMonth().PlusMonths(1);
        var from = first > afterDeath ? first : afterDeath;
        var months = ((last.Year - from.Year) * 12) + last.Month - from.Month + 1;
        return months <= 0
            ? new OpenDecision(death, r.GetString(5), null, null)
            : new OpenDecision(death, r.GetString(5), last, new Money(r.GetInt64(8)) * months);
    }, cancellation);

    /// <summary>Decisions in force on accounts that several people name.</summary>
    public Task<List<AccountDeclaration>> DeclarationsAsync(CancellationToken cancellation) =>
        ReadAsync(DeclarationsQuery, r => new AccountDeclaration(
            r.GetString(0), r.GetString(1), r.GetGuid(2), r.GetString(3), RelationOf(r, 4), TextOf(r, 5),
            r.IsDBNull(6) ? null : new Money(r.GetInt64(6))), cancellation);

    /// <summary>
    /// Debits of the month that reconciliation could not explain, with the explained one of a second debit.
    /// </summary>
    public Task<List<BankDebit>> DebitsAsync(CancellationToken cancellation) =>
        ReadAsync(DebitsQuery, r => new BankDebit(
        r.GetString(0), r.GetString(1), TextOf(r, 2), TextOf(r, 3), new Money(r.GetInt64(4)),
        r.GetFieldValue<LocalDate>(5)), cancellation);

    /// <summary>The instructed payments that those debits name.</summary>
    public Task<List<InstructedPayment>> InstructedAsync(CancellationToken cancellation) =>
        ReadAsync(InstructedQuery, r => new InstructedPayment(
            r.GetString(0), r.GetFieldValue<string[]>(1), TextOf(r, 2), TextOf(r, 3), new Money(r.GetInt64(4))),
        cancellation);

    /// <summary>Decisions of one person in one programme, and of people who share account and birth date.</summary>
    public Task<List<GrantedDecision>> DecisionsAsync(CancellationToken cancellation) =>
        ReadAsync(DecisionsQuery, r => new GrantedDecision(
            r.GetGuid(0), PersonalId.Parse(r.GetString(1)), r.GetString(2), BirthOf(r, 3, 4), r.GetString(5),
            r.GetString(6), r.GetString(7), r.GetString(8), MonthOf(r, 9), r.IsDBNull(10) ? null : MonthOf(r, 10),
            TextOf(r, 11), TextOf(r, 12), RelationOf(r, 13)), cancellation);

    /// <summary>People whose number states another sex or year than their details.</summary>
    public Task<List<StatedIdentity>> IdentitiesAsync(CancellationToken cancellation) =>
        ReadAsync(IdentitiesQuery, r => new StatedIdentity(
            r.GetGuid(0), PersonalId.Parse(r.GetString(1)), Enum.Parse<Sex>(r.GetString(2)), BirthOf(r, 3, 4),
            r.GetFieldValue<string[]>(5)), cancellation);

    private async Task<List<T>> ReadAsync<T>(
        string query, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        if (query.Contains("$1", StringComparison.Ordinal)) command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }

    private static KnownDeath DeathOf(NpgsqlDataReader reader, int from) => new(
        reader.GetGuid(from), PersonalId.Parse(reader.GetString(from + 1)), reader.GetFieldValue<LocalDate>(from + 2),
        reader.GetFieldValue<Instant>(from + 3), reader.GetString(from + 4));

    private static BirthDate BirthOf(NpgsqlDataReader reader, int year, int date) => reader.IsDBNull(date)
        ? BirthDate.OfYear(reader.GetInt32(year))
        : BirthDate.Of(reader.GetFieldValue<LocalDate>(date));

    private static PayeeRelation RelationOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? PayeeRelation.Self : Enum.Parse<PayeeRelation>(reader.GetString(column));

    private static YearMonth MonthOf(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<LocalDate>(column).ToYearMonth();

    private static string? TextOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
