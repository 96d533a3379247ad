using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PaymentHub.Tests.Processes;

/// <summary>
/// The final state of the money as one hash: SHA-256 over every row of every table that carries or decides money, in
/// business-key order, without recorded times and generated values. Two histories that ended in the same state have the
/// same hash. A table that is in neither list fails, so that nobody forgets one.
/// </summary>
public sealed record MoneyState(string Hash, IReadOnlyDictionary<string, string> Tables)
{
    /// <summary>Tables that carry or decide money, with their business key.</summary>
    public static readonly IReadOnlyDictionary<string, string> BusinessKeys = new Dictionary<string, string>
    {
        ["account_movement"] = "stream_id, version",
        ["bank_file_step"] = "file_id, version",
        ["bank_entry"] = "file_id, item",
        ["appropriation_movement"] = "appropriation_id, version",
        ["bank_file_day"] = "file_id, account collate \"C\", day",
        ["batch"] = "batch_id",
        ["batch_step"] = "batch_id, version",
        ["contradiction"] = "file_id, version, item",
        ["entitlement_order"] = "entitlement_id, version",
        ["break_file"] = "break_id, version",
        ["break_part"] = "break_id, version, item",
        ["break_step"] = "break_id, version",
        ["entry_break"] = "file_id, version, item",
        ["entry_known"] = "file_id, version, item",
        ["entry_match"] = "file_id, version, item",
        ["fund_movement"] = "fund_id, version",
        ["instruction_file"] = "message_id collate \"C\"",
        ["match_difference"] = "impact_id, no",
        ["match_difference_step"] = "impact_id, version, item",
        ["match_impact_count"] = "impact_id, version, item",
        ["match_impact_step"] = "impact_id, version",
        ["match_undone"] = "file_id, version",
        ["misuse_case"] = "case_id, version",
        ["paid_before"] = "entitlement_id, version",
        ["payment"] = "batch_id, no",
        ["payment_hold"] = "batch_id, no, version",
        ["payment_line"] = "batch_id, version, item",
        ["payment_outcome"] = "batch_id, no, version, item",
        ["payment_reissue"] = "batch_id, no",
        ["payment_write_back"] = "batch_id, no",
        ["payment_source"] = "batch_id, no, source collate \"C\"",
        ["period_step"] = "period, version",
        ["posting"] = "stream_id, version, item",
        ["receivable_step"] = "receivable_id, version",
        ["run_step"] = "run_id, status collate \"C\", commune collate \"C\"",
        ["slip_cancel"] = "stream_id, version",
        ["slip_part"] = "stream_id, version, item",
        ["statement"] = "file_id, item",
    };

    /// <summary>Tables of people, rights, files' bytes and the service itself.</summary>
    public static readonly IReadOnlySet<string> WithoutMoney = new HashSet<string>
    {
        "access_grant", "bank_upload", "bank_upload_part", "beneficiary", "commune_area", "contact", "death",
        "disclosure", "entitlement", "entitlement_papers", "entitlement_pause", "entitlement_request",
        "entitlement_terms", "file_delivery", "file_delivery_step", "household", "household_member", "identifier",
        "identifier_term", "import", "import_change", "import_finding", "import_mapping", "living_place",
        "match_check", "match_proposal", "match_run", "pair_rejected", "payout", "payout_change", "pension",
        "person_move", "place_question", "poverty", "raw_file", "receipt_owed", "register_change", "register_row",
        "script", "story_clock", "verify_run",
    };

    // Beside the time of recording: a file's bytes carry the time of their making, and communes that are planned side
    // by side are counted in the order in which they happen to end.
    private static readonly HashSet<(string Table, string Column)> Generated =
        [("instruction_file", "sha256"), ("run_step", "version")];

    /// <summary>Reads the state of a database.</summary>
    /// <exception cref="InvalidOperationException">A table of schema hub is in neither list.</exception>
    public static async Task<MoneyState> OfAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync();
        var columns = await ColumnsAsync(connection);
        var unknown = columns.Keys
            .Where(table => !BusinessKeys.ContainsKey(table) && !WithoutMoney.Contains(table)).Order().ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"Say in {nameof(MoneyState)} whether these tables carry money: {string.Join(", ", unknown)}.");
        }

        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (table, key) in BusinessKeys)
        {
            var compared = columns[table].Where(c => c != "at" && !Generated.Contains((table, c)));
            tables[table] = await HashAsync(connection, table, compared, key);
        }

        var all = string.Join('\n', tables.Select(t => $"{t.Key} {t.Value}"));
        return new MoneyState(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), tables);
    }

    private static async Task<string> HashAsync(
        NpgsqlConnection connection, string table, IEnumerable<string> columns, string key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = await connection.BeginTextExportAsync(
            $"copy (select {string.Join(", ", columns)} from hub.{table} order by {key}) to stdout");
        var count = 0;
        while (await rows.ReadLineAsync() is { } row)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(row + "\n"));
            count++;
        }

        return $"{count} rows {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static async Task<Dictionary<string, List<string>>> ColumnsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select t.table_name, c.column_name from information_schema.tables t
            join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
            where t.table_schema = 'hub' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<string, List<string>>();
        while (await reader.ReadAsync())
        {
            var table = reader.GetString(0);
            if (!found.TryGetValue(table, out var columns)) found[table] = columns = [];
            columns.Add(reader.GetString(1));
        }

        return found;
    }
}
