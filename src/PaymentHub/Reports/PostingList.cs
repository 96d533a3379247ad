using NodaTime;
using Npgsql;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// The list for public posting (danh sách niêm yết công khai, NĐ 20/2021 Điều 8): who is paid in a commune, without
/// amounts, because an amount tells the coefficient of a group. Groups appear as their disclosure row allows; people
/// with HIV do not appear at all. Insurance subsidies are paid to a fund and not posted.
/// </summary>
internal sealed class PostingList(
    NpgsqlDataSource source, ReferenceData reference, ProgrammeNames programmes, RateBooks books)
{
    private static readonly ListColumn[] Columns =
    [
        new("STT", 4), new("Họ và tên", 20), new("Năm sinh", 6), new("Thôn, tổ dân phố", 16), new("Chế độ", 26),
        new("Ghi chú", 8),
    ];

    private sealed record Posted(string Name, int BirthYear, string Hamlet, string Programme, string Group);

    public async Task<OfficialList> MakeAsync(ListAsked asked, Instant madeAt, CancellationToken cancellation)
    {
        var people = (await ReadAsync(asked, cancellation))
            .Where(p => reference.Disclosure.IsPosted(p.Programme, p.Group)).ToList();
        var commune = reference.Communes[asked.Commune];
        return new OfficialList
        {
            FileName = ListFiles.NameOf("niem-yet", asked),
            Agency = ListWords.AgencyOf(commune),
            Place = ListWords.PlaceOf(commune),
            Title = "DANH SÁCH NIÊM YẾT CÔNG KHAI ĐỐI TƯỢNG THỤ HƯỞNG",
            Subtitle = [$"Kỳ chi trả tháng {ListWords.Month(asked.Month)}"],
            Columns = Columns,
            Rows = [.. people.Select((p, i) => RowOf(p, i + 1, asked))],
            Totals = [new ListTotal($"Tổng số: {ListWords.Dong(people.Count)} lượt đối tượng", 5, [""])],
            Notes =
            [
                "Niêm yết 02 ngày làm việc tại trụ sở Ủy ban nhân dân (NĐ 20/2021/NĐ-CP Điều 8). Danh sách không có "
                + "thông tin mà pháp luật không cho phép niêm yết.",
            ],
            Signatures = ListFiles.TwoSign,
            MadeAt = madeAt,
            Footer = ListFiles.FooterOf(asked),
        };
    }

    private string[] RowOf(Posted p, int number, ListAsked asked) =>
    [
        ListWords.Dong(number), ListWords.Name(p.Name, asked.Full),
        p.BirthYear.ToString("0000", System.Globalization.CultureInfo.InvariantCulture), asked.Full ? p.Hamlet : "",
        reference.Disclosure.MayName(p.Programme, p.Group) ? GroupName(p) : programmes.Vietnamese(p.Programme), "",
    ];

    private string GroupName(Posted p) => books.Tables.SelectMany(t => t.Rates).Select(r => r.Row)
        .Where(r => r.Programme == p.Programme && r.Group == p.Group).MaxBy(r => r.AppliesFrom)?.NameVi
        ?? programmes.Vietnamese(p.Programme);

    private async Task<List<Posted>> ReadAsync(ListAsked asked, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select who.full_name, who.birth_year, coalesce(c.hamlet, ''), l.programme, l.grp
            from (
                select distinct on (l.entitlement_id) l.entitlement_id, l.person_id, b.programme, l.grp
                from hub.batch b join hub.payment_line l on l.batch_id = b.batch_id
                where b.period = $1 and b.commune = $2 and ($3::text is null or b.programme = $3)
                  and b.kind <> 'Reissue' and b.programme <> all($4)
                  and not exists (select from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                                  and o.status in ('Removed', 'Voided'))
                order by l.entitlement_id, l.last_month desc, l.version desc) l
            join lateral (select full_name, birth_year from hub.beneficiary f where f.person_id = l.person_id
                          order by version desc limit 1) who on true
            left join hub.contact c on c.person_id = l.person_id
            order by c.hamlet nulls last, who.full_name collate "C", l.entitlement_id
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)asked.Month));
        command.Parameters.Add(Parameter.Of(asked.Commune));
        command.Parameters.Add(Parameter.Of(asked.Programme));
        command.Parameters.Add(Parameter.Of([ProgrammeCode.HealthInsurance, ProgrammeCode.VoluntaryInsurance]));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var people = new List<Posted>();
        while (await r.ReadAsync(cancellation))
        {
            people.Add(new Posted(
                r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4)));
        }

        return people;
    }
}
