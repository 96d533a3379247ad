using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// The payee table of the State Treasury (bảng thanh toán cho đối tượng thụ hưởng): name, account, amount and purpose
/// of every payment of a commune's list. Its sums by source equal the withdrawal slips (TT 17/2024/TT-BTC Điều 5).
/// </summary>
internal sealed class PayeeList(NpgsqlDataSource source, ReferenceData reference, ProgrammeNames programmes)
{
    private static readonly ListColumn[] Columns =
    [
        new("STT", 4), new("Mã hồ sơ", 12), new("Đối tượng thụ hưởng", 16), new("Người nhận, chủ tài khoản", 16),
        new("Số tài khoản", 12), new("Ngân hàng hoặc nơi chi trả", 13), new("Số tiền (đồng)", 11, IsNumber: true),
        new("Nội dung thanh toán", 20),
    ];

    private sealed record Payee(
        string Programme, string Institution, string Method, string Source, string Name, string Receiver,
        string? Account, string? Bin, long Amount, long OfLines, string Dossier, long Dossiers, YearMonth? From,
        YearMonth? To, YearMonth? ArrearsFrom, YearMonth? ArrearsTo, bool HasOneOff, bool HasRecovery, bool Held,
        string[] OtherSources, long[] OtherAmounts);

    public async Task<(OfficialList? List, Refusal? Refusal)> MakeAsync(
        ListAsked asked, Instant madeAt, IReadOnlyList<SlipView> slips, CancellationToken cancellation)
    {
        var payees = await ReadAsync(asked, cancellation);
        var (sum, lines) = (payees.Sum(p => p.Amount), payees.Sum(p => p.OfLines));
        if (sum != lines || payees.Exists(p => p.Amount != p.OfLines)) return (null, new ListDoesNotAddUp(sum, lines));
        return (ListOf(asked, payees, sum, madeAt, slips), null);
    }

    private OfficialList ListOf(
        ListAsked asked, List<Payee> payees, long sum, Instant madeAt, IReadOnlyList<SlipView> slips)
    {
        var commune = reference.Communes[asked.Commune];
        var programme = asked.Programme is { } code ? programmes.Vietnamese(code) : "tất cả chương trình";
        return new OfficialList
        {
            FileName = ListFiles.NameOf("bang-thanh-toan", asked),
            Agency = ListWords.AgencyOf(commune),
            Place = ListWords.PlaceOf(commune),
            Title = "BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG",
            Subtitle =
            [
                BelongsTo(asked, slips),
                $"Kỳ chi trả tháng {ListWords.Month(asked.Month)} - {programme}",
            ],
            Columns = Columns,
            Rows = [.. payees.Select((p, i) => RowOf(p, i + 1, asked))],
            Totals = TotalsOf(payees),
            Notes =
            [
                ListWords.InWords(sum),
                $"Tổng số {ListWords.Dong(payees.Count)} khoản chi. Tổng số tiền theo từng nguồn bằng số tiền trên "
                + "Giấy rút dự toán của nguồn đó (TT 17/2024/TT-BTC Điều 5).",
            ],
            Signatures = ListFiles.ThreeSign,
            MadeAt = madeAt,
            Footer = ListFiles.FooterOf(asked),
            IsLandscape = true,
        };
    }

    // The recorded slips of what is printed; before one is recorded, the signer fills its number in.
    private static string BelongsTo(ListAsked asked, IReadOnlyList<SlipView> slips)
    {
        var named = slips.Where(s => asked.Programme is null || s.Programme is null || s.Programme == asked.Programme)
            .Select(s => $"số {s.Number} ngày {s.IssuedOn.ToString("dd/MM/uuuu", null)}").ToList();
        return named.Count == 0
            ? "(Kèm theo Giấy rút dự toán/Ủy nhiệm chi số .................... ngày ....../....../............)"
            : $"(Kèm theo Giấy rút dự toán {string.Join(", ", named)})";
    }

    private string[] RowOf(Payee p, int number, ListAsked asked) =>
    [
        ListWords.Dong(number),
        p.Dossiers == 1 ? p.Dossier : $"{ListWords.Dong(p.Dossiers)} hồ sơ",
        p.Method == "Fund" ? "Theo danh sách tham gia bảo hiểm" : ListWords.Name(p.Name, asked.Full),
        p.Method == "Fund" ? p.Receiver : ListWords.Name(p.Receiver, asked.Full),
        p.Method == "Cash" ? "Tiền mặt" : ListWords.Account(p.Account, asked.Full || p.Method == "Fund"),
        p.Method == "Cash" ? reference.Institutions[p.Institution].NameVi
            : reference.BankBins.GetValueOrDefault(p.Bin ?? "", p.Bin ?? ""),
        ListWords.Dong(p.Amount),
        PurposeOf(p),
    ];

    // Only the neutral name of the programme: a voucher passes many hands, and groups reveal health.
    private string PurposeOf(Payee p)
    {
        var parts = new List<string>();
        if (p.From is { } first) parts.Add($"tháng {ListWords.Months(first, p.To!.Value)}");
        if (p.ArrearsFrom is { } from) parts.Add($"truy lĩnh {ListWords.Months(from, p.ArrearsTo!.Value)}");
        if (p.HasOneOff) parts.Add("chi một lần");
        if (p.HasRecovery) parts.Add("đã trừ dần thu hồi");
        return $"{programmes.Vietnamese(p.Programme)} {string.Join(", ", parts)}{(p.Held ? " (đang tạm giữ)" : "")}";
    }

    private static List<ListTotal> TotalsOf(List<Payee> payees)
    {
        var totals = payees.SelectMany(PartsOf).GroupBy(p => p.Source, p => p.Amount)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ListTotal($"Cộng {SourceOf(g.Key)}", 6, [ListWords.Dong(g.Sum()), ""])).ToList();
        totals.Add(new ListTotal("TỔNG CỘNG", 6, [ListWords.Dong(payees.Sum(p => p.Amount)), ""]));
        return totals;
    }

    private static IEnumerable<(string Source, long Amount)> PartsOf(Payee p)
    {
        yield return (p.Source, p.Amount - p.OtherAmounts.Sum());
        foreach (var (source, amount) in p.OtherSources.Zip(p.OtherAmounts)) yield return (source, amount);
    }

    private static string SourceOf(string code) => code switch
    {
        "TW" => "ngân sách trung ương",
        "TINH" => "ngân sách tỉnh",
        "XA" => "ngân sách xã",
        "TAITRO" => "nguồn tài trợ",
        _ => code,
    };

    private async Task<List<Payee>> ReadAsync(ListAsked asked, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of((YearMonth?)asked.Month));
        command.Parameters.Add(Parameter.Of(asked.Commune));
        command.Parameters.Add(Parameter.Of(asked.Programme));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var payees = new List<Payee>();
        while (await r.ReadAsync(cancellation))
        {
            payees.Add(new Payee(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7), r.GetInt64(8),
                r.GetInt64(9), r.GetString(10), r.GetInt64(11), MonthOf(r, 12), MonthOf(r, 13), MonthOf(r, 14),
                MonthOf(r, 15), r.GetBoolean(16), r.GetBoolean(17), r.GetBoolean(18), r.GetFieldValue<string[]>(19),
                r.GetFieldValue<long[]>(20)));
        }

        return payees;
    }

    private static YearMonth? MonthOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column).ToYearMonth();

    // Re-issues pay money that was withdrawn with an earlier table.
    private const string Query = """
        select b.programme, b.institution, p.method, b.source, coalesce(who.full_name, p.payee_name),
               coalesce(p.holder_name, p.payee_name), p.account, p.bank_bin, p.amount, l.amount, l.dossier, l.dossiers,
               l.regular_from, l.regular_to, l.arrears_from, l.arrears_to, l.one_off, l.recovery,
               coalesce(h.held, false), s.sources, s.amounts
        from hub.batch b
        join hub.payment p on p.batch_id = b.batch_id
        join lateral (
            select coalesce(sum(amount), 0)::bigint as amount, min(dossier) as dossier,
                   count(distinct dossier) as dossiers,
                   min(first_month) filter (where kind = 'Regular') as regular_from,
                   max(last_month) filter (where kind = 'Regular') as regular_to,
                   min(first_month) filter (where kind = 'Arrears') as arrears_from,
                   max(last_month) filter (where kind = 'Arrears') as arrears_to,
                   bool_or(kind = 'OneOff') as one_off, bool_or(kind = 'Recovery') as recovery
            from hub.payment_line l where l.batch_id = p.batch_id and l.no = p.no) l on true
        cross join lateral (
            select coalesce(array_agg(x.source order by x.source), '{}') as sources,
                   coalesce(array_agg(x.amount order by x.source), '{}') as amounts
            from hub.payment_source x where x.batch_id = p.batch_id and x.no = p.no) s
        left join lateral (select full_name from hub.beneficiary f where f.person_id = p.payee
                           order by version desc limit 1) who on true
        left join lateral (select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                           order by version desc limit 1) h on true
        where b.period = $1 and b.commune = $2 and ($3::text is null or b.programme = $3) and b.kind <> 'Reissue'
          and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                          and o.status in ('Removed', 'Voided'))
        order by b.programme, b.institution, b.number, p.no
        """;
}
