namespace PaymentHub.Domain.Register;

/// <summary>
/// One raw row of the beneficiary register (danh sách đối tượng hưởng): one decision of one person in one group,
/// exactly as the file gave it. <paramref name="Row"/> is the row number in the file, the header being row 1.
/// </summary>
public readonly record struct RegisterRow(int Row, string[] Cells)
{
    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
    [
        "STT", ColumnDossier, ColumnPersonalId, ColumnFullName, ColumnBirthDate, ColumnSex, ColumnEthnicity,
        ColumnCommune, ColumnCommuneName, ColumnHamlet, ColumnPhone, ColumnProgramme, ColumnGroup, ColumnInjuryPercent,
        ColumnDecision, ColumnSigner, ColumnSignedOn, ColumnFrom, ColumnUntil, ColumnPaidFrom, ColumnPaidTo,
        ColumnPaidMonthly, ColumnMethod, ColumnInstitution, ColumnBankBin, ColumnAccount, ColumnHolder, ColumnRelation,
        ColumnPayeeName, ColumnPayeeId,
    ],
    [
        ColumnPayeeDocument, ColumnPayeeFrom, ColumnPayeeUntil, ColumnCertificate, ColumnDependants, ColumnUnits,
        ColumnShare, ColumnSupported,
    ]);

    /// <summary>Columns of months: a spreadsheet keeps <c>11/2026</c> as the first day of that month.</summary>
    public static IReadOnlyCollection<string> MonthColumns { get; } =
        [ColumnFrom, ColumnUntil, ColumnPaidFrom, ColumnPaidTo];

    /// <summary>
    /// Columns whose digits are a name: a spreadsheet that keeps them as a number drops leading zeros, and nothing in
    /// the row tells that any were there.
    /// </summary>
    public static IReadOnlyCollection<string> ColumnsOfNames { get; } = [ColumnAccount];

    internal const string ColumnDossier = "Mã hồ sơ";
    internal const string ColumnPersonalId = "Số định danh cá nhân";
    internal const string ColumnFullName = "Họ và tên";
    internal const string ColumnBirthDate = "Ngày sinh";
    internal const string ColumnSex = "Giới tính";
    internal const string ColumnEthnicity = "Dân tộc";
    internal const string ColumnCommune = "Mã xã";
    internal const string ColumnCommuneName = "Tên xã";
    internal const string ColumnHamlet = "Thôn/Tổ dân phố";
    internal const string ColumnPhone = "Số điện thoại";
    internal const string ColumnProgramme = "Chương trình";
    internal const string ColumnGroup = "Nhóm đối tượng";
    internal const string ColumnInjuryPercent = "Tỷ lệ tổn thương (%)";
    internal const string ColumnDecision = "Số quyết định";
    internal const string ColumnSigner = "Người ký";
    internal const string ColumnSignedOn = "Ngày ký";
    internal const string ColumnFrom = "Hưởng từ tháng";
    internal const string ColumnUntil = "Thôi hưởng từ tháng";
    internal const string ColumnPaidFrom = "Đã chi từ tháng";
    internal const string ColumnPaidTo = "Đã chi đến tháng";
    internal const string ColumnPaidMonthly = "Mức đã chi (đ/tháng)";
    internal const string ColumnMethod = "Hình thức chi trả";
    internal const string ColumnInstitution = "Đơn vị chi trả";
    internal const string ColumnBankBin = "Mã ngân hàng thụ hưởng";
    internal const string ColumnAccount = "Số tài khoản";
    internal const string ColumnHolder = "Tên chủ tài khoản";
    internal const string ColumnRelation = "Người nhận";
    internal const string ColumnPayeeName = "Họ tên người nhận";
    internal const string ColumnPayeeId = "Số định danh người nhận";
    internal const string ColumnPayeeDocument = "Giấy tờ nhận thay";
    internal const string ColumnPayeeFrom = "Nhận thay từ ngày";
    internal const string ColumnPayeeUntil = "Nhận thay đến ngày";

    internal const string ColumnCertificate = "Ngày giấy xác nhận khuyết tật";
    internal const string ColumnDependants = "Ngày sinh các con";
    internal const string ColumnUnits = "Số suất";
    internal const string ColumnShare = "Mã suất chung";
    internal const string ColumnSupported = "Số tháng đã hỗ trợ";

    public string Ordinal => Cells[0];

    public string Dossier => Cells[1];

    public string PersonalId => Cells[2];

    public string FullName => Cells[3];

    public string BirthDate => Cells[4];

    public string Sex => Cells[5];

    public string Ethnicity => Cells[6];

    public string Commune => Cells[7];

    public string CommuneName => Cells[8];

    public string Hamlet => Cells[9];

    public string Phone => Cells[10];

    public string Programme => Cells[11];

    public string Group => Cells[12];

    public string InjuryPercent => Cells[13];

    public string DecisionNumber => Cells[14];

    public string Signer => Cells[15];

    public string SignedOn => Cells[16];

    public string From => Cells[17];

    public string Until => Cells[18];

    public string PaidFrom => Cells[19];

    public string PaidTo => Cells[20];

    public string PaidMonthly => Cells[21];

    public string Method => Cells[22];

    public string Institution => Cells[23];

    public string BankBin => Cells[24];

    public string Account => Cells[25];

    public string HolderName => Cells[26];

    public string Relation => Cells[27];

    public string PayeeName => Cells[28];

    public string PayeeId => Cells[29];

    public string PayeeDocument => Optional(30);

    public string PayeeFrom => Optional(31);

    public string PayeeUntil => Optional(32);

    public string Certificate => Optional(33);

    public string Dependants => Optional(34);

    public string Units => Optional(35);

    public string Share => Optional(36);

    public string Supported => Optional(37);

    // Empty where the file has no such column.
    private string Optional(int position) => Cells.Length > position ? Cells[position] : string.Empty;
}
