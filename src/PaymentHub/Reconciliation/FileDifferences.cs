using System.Globalization;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Compares two files of one identity in the database, whatever their length: what both tell alike is left out, and
/// what only one of them tells is paired by what names it, of equal names the first with the first. All are counted,
/// the first of each kind are listed.
/// </summary>
internal static class FileDifferences
{
    /// <summary>How many of each kind are listed.</summary>
    public const int MostListed = 500;

    private const int ToldColumns = 10;

    // Everything that an entry says; its number and line are left out, so that another order is no difference.
    private const string Told =
        "bank_reference, end_to_end_id, day, value_date, amount, scale, currency, booked, reason, status, account, "
        + "counter_account, batch_booking, kind";

    private static readonly string Query = $"""
        with now as ({OnlyIn("$1", "$2")}), before as ({OnlyIn("$2", "$1")}),
        pair as (
            select {Of("now")}, {Of("before")}, coalesce(now.name, before.name) as name,
                   coalesce(now.no, before.no) as no,
                   case when now.no is null then 'Gone' when before.no is null then 'Added' else 'Changed' end as what
            from now full join before on now.name = before.name and now.no = before.no),
        ranked as (
            select *, count(*) over (partition by what) as total,
                   row_number() over (partition by what order by name, no) as place
            from pair)
        select * from ranked where place <= {MostListed} order by what, place
        """;

    /// <summary>How the second file differs from the first.</summary>
    public static async Task<FileDifference> OfAsync(
        NpgsqlDataSource source, Guid earlier, Guid file, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(file));
        command.Parameters.Add(Parameter.Of(earlier));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var (added, gone, changed) = (
            new List<ToldMovement>(), new List<ToldMovement>(), new List<ChangedMovement>());
        var totals = new Dictionary<string, long>();
        var (what, total) = (r.GetOrdinal("what"), r.GetOrdinal("total"));
        while (await r.ReadAsync(cancellation))
        {
            totals[r.GetString(what)] = r.GetInt64(total);
            if (r.GetString(what) == "Added") added.Add(ToldAt(r, 0));
            else if (r.GetString(what) == "Gone") gone.Add(ToldAt(r, ToldColumns));
            else changed.Add(new ChangedMovement(ToldAt(r, ToldColumns), ToldAt(r, 0)));
        }

        return new FileDifference(
            earlier, new EntryDifference(added, gone, changed), totals.Values.Any(t => t > MostListed),
            totals.GetValueOrDefault("Added"), totals.GetValueOrDefault("Gone"), totals.GetValueOrDefault("Changed"));
    }

    private static string OnlyIn(string file, string other) => $"""
        select d.*, coalesce(end_to_end_id, bank_reference) as name,
               row_number() over (partition by coalesce(end_to_end_id, bank_reference) order by {Told}) as no
        from (select {Told} from hub.bank_entry where file_id = {file}
              except all select {Told} from hub.bank_entry where file_id = {other}) d
        """;

    private static string Of(string side) =>
        string.Join(", ", Told.Split(", ").Take(ToldColumns).Select(column => $"{side}.{column} as {side}_{column}"));

    private static ToldMovement ToldAt(NpgsqlDataReader r, int from) => new(
        Text(r, from), Text(r, from + 1), DayOf(r, from + 2), DayOf(r, from + 3),
        Exact(r.GetInt64(from + 4), r.GetInt32(from + 5)), Text(r, from + 6), r.GetBoolean(from + 7),
        Text(r, from + 8), Text(r, from + 9));

    /// <summary>An amount as the bank wrote it, from its smallest units and its digits after the point.</summary>
    public static string Exact(long units, int scale)
    {
        var digits = Math.Abs((decimal)units).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return units < 0 ? "-" + text : text;
    }

    private static LocalDate? DayOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
