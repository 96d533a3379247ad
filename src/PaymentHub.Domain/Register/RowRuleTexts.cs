namespace PaymentHub.Domain.Register;

/// <summary>The texts of <see cref="RowRules"/>, Vietnamese first: what is wrong, then what to do.</summary>
internal static class RowRuleTexts
{
    public static (string Rule, string Vi, string En)[] All =>
        [.. Identifiers, .. References, .. Values, .. Payouts, .. Files];

    private static (string Rule, string Vi, string En)[] Identifiers =>
    [
        (RowRules.IdLostZero,
            "Số định danh cá nhân chỉ có 11 chữ số, có thể bảng tính đã làm mất số 0 ở đầu. "
            + "Hãy đối chiếu căn cước rồi nhập đủ 12 chữ số.",
            "The personal id has only 11 digits; a spreadsheet may have dropped its leading zero. "
            + "Check the card and enter all 12 digits."),
        (RowRules.IdScientific,
            "Số định danh cá nhân bị bảng tính đổi sang dạng số mũ nên đã mất chữ số. "
            + "Hãy định dạng cột là văn bản và nhập lại từ căn cước.",
            "A spreadsheet turned the personal id into scientific notation and digits are lost. "
            + "Format the column as text and enter it again from the card."),
        (RowRules.IdLength,
            "Số định danh cá nhân phải có đúng 12 chữ số; số chứng minh nhân dân 9 số "
            + "và mã số bảo hiểm xã hội 10 số không dùng được.",
            "A personal id has exactly 12 digits; a 9-digit card number or a 10-digit insurance code cannot be used."),
        (RowRules.IdNotDigits,
            "Số định danh cá nhân chỉ được gồm chữ số, không có dấu cách, dấu chấm hay chữ cái.",
            "A personal id consists of digits only, without blanks, dots or letters."),
        (RowRules.IdSexMismatch,
            "Chữ số thứ tư của số định danh không khớp giới tính đã khai. Hãy kiểm tra lại giấy tờ.",
            "The fourth digit of the personal id contradicts the stated sex. Check the papers."),
        (RowRules.IdYearMismatch,
            "Năm sinh trong số định danh không khớp ngày sinh đã khai. Hãy kiểm tra lại giấy tờ.",
            "The birth year in the personal id contradicts the stated date of birth. Check the papers."),
        (RowRules.IdPrefixUnknown,
            "Ba chữ số đầu của số định danh không thuộc tỉnh nào đã biết; có thể khai sinh ở nước ngoài.",
            "The first three digits of the personal id name no known province; the birth may be registered abroad."),
    ];

    private static (string Rule, string Vi, string En)[] References =>
    [
        (RowRules.CommuneUnknown,
            "Mã xã không có trong danh mục đơn vị hành chính đang áp dụng. Danh sách lập trước ngày sắp xếp đơn vị "
            + "hành chính thì nhập kèm ngày lập (Địa danh theo ngày).",
            "The commune code is not in the list of administrative units in force. Give a list from before the "
            + "reorganisation with its day (places as of)."),
        (RowRules.CommuneNameMismatch,
            "Tên xã không khớp với mã xã (tên được so sánh có dấu). Hãy sửa mã hoặc tên.",
            "The commune name does not belong to the commune code (accents count). Correct the code or the name."),
        (RowRules.BankUnknown, "Mã ngân hàng thụ hưởng không có trong danh mục mã NAPAS (6 chữ số).",
            "The payee's bank is not in the list of NAPAS numbers (6 digits)."),
        (RowRules.GroupUnknown, "Chương trình hoặc nhóm đối tượng không có trong danh mục mức hưởng.",
            "The programme or group is not in the table of rates."),
        (RowRules.InstitutionUnknown, "Đơn vị chi trả không có trong danh mục.",
            "The paying institution is not in the list."),
        (RowRules.SourceInvalid, "Nguồn kinh phí phải là TW (trung ương), TINH (tỉnh), XA (xã) hoặc TAITRO (tài trợ).",
            "The source of funds is TW (central), TINH (provincial), XA (commune) or TAITRO (donor)."),
    ];

    private static (string Rule, string Vi, string En)[] Values =>
    [
        (RowRules.DateInvalid,
            "Ngày không hợp lệ: viết theo dạng dd/MM/yyyy, là ngày có thật và không ở tương lai; "
            + "ngày sinh chỉ biết năm thì viết yyyy.",
            "The date is invalid: write dd/MM/yyyy, an existing day that is not in the future; "
            + "a birth date with only the year known is yyyy."),
        (RowRules.MonthInvalid, "Tháng không hợp lệ: viết theo dạng MM/yyyy.", "The month is invalid: write MM/yyyy."),
        (RowRules.MonthOrder, "Tháng kết thúc đứng trước tháng bắt đầu.", "The last month is before the first."),
        (RowRules.AmountInvalid,
            "Số tiền phải là số đồng nguyên, chỉ gồm chữ số, không có dấu phân cách, lớn hơn 0.",
            "The amount is a whole number of đồng above zero, digits only, without separators."),
        (RowRules.YearInvalid, "Năm ngân sách phải gồm 4 chữ số.", "The budget year has 4 digits."),
        (RowRules.DossierInvalid, "Mã hồ sơ bắt buộc, gồm chữ in hoa không dấu, chữ số và dấu -, tối đa 24 ký tự.",
            "The dossier number is required: A-Z, 0-9 and -, at most 24 characters."),
        (RowRules.InjuryPercentInvalid,
            "Tỷ lệ tổn thương phải là số nguyên từ 21 đến 100 đối với thương binh; "
            + "nhóm khác để trống hoặc từ 1 đến 100.",
            "The injury percentage is a whole number, 21 to 100 for wounded people; "
            + "for other groups empty or 1 to 100."),
        (RowRules.NameMissing, "Thiếu họ và tên.", "The full name is missing."),
        (RowRules.SexInvalid, "Giới tính phải là Nam hoặc Nữ.", "The sex is Nam or Nữ."),
        (RowRules.DecisionMissing, "Thiếu số quyết định.", "The decision number is missing."),
        (RowRules.TooLong, "Nội dung dài hơn mức cho phép của cột.", "The text is longer than the column allows."),
    ];

    private static (string Rule, string Vi, string En)[] Payouts =>
    [
        (RowRules.PayeeMissing,
            "Thiếu hoặc sai thông tin người nhận: quan hệ phải thuộc danh mục; "
            + "khi người khác nhận thay phải có họ tên và số định danh của người đó.",
            "The payee is missing or wrong: the relation must be one of the list, and when another person receives, "
            + "that person's name and personal id are needed."),
        (RowRules.AccountMissing, "Chi trả bằng chuyển khoản phải có số tài khoản và tên chủ tài khoản.",
            "A transfer needs an account number and the holder's name."),
        (RowRules.AccountInvalid,
            "Số tài khoản chỉ gồm chữ cái không dấu và chữ số, tối đa 34 ký tự, không có dấu cách hay dạng số mũ.",
            "An account number has plain letters and digits only, at most 34, no blanks and no scientific notation."),
        (RowRules.AccountIgnored, "Không chi trả bằng chuyển khoản nên thông tin tài khoản không được sử dụng.",
            "The payment is not a transfer, so the account details are not used."),
        (RowRules.MethodInvalid,
            "Hình thức chi trả phải là Chuyển khoản, Tiền mặt hoặc Chuyển quỹ, "
            + "phù hợp với chương trình và đơn vị chi trả.",
            "The method is Chuyển khoản, Tiền mặt or Chuyển quỹ and must suit the programme and the institution."),
    ];

    private static (string Rule, string Vi, string En)[] Files =>
    [
        (RowRules.DossierDuplicate, "Mã hồ sơ xuất hiện nhiều lần trong tệp; mỗi quyết định chỉ được một dòng.",
            "The dossier number occurs several times in the file; each decision has one row."),
        (RowRules.AllotmentDuplicate,
            "Dự toán trùng: cùng xã, chương trình, nguồn, năm và số quyết định xuất hiện nhiều lần trong tệp.",
            "Duplicate allotment: the same commune, programme, source, year and decision occur several times."),
        (RowRules.PersonDiffers,
            "Các dòng của cùng một số định danh khai họ tên, ngày sinh hoặc giới tính khác nhau. Hãy kiểm tra lại.",
            "Rows with the same personal id state different names, birth dates or sexes. Check them."),
        (RowRules.ColumnMissing, "Thiếu cột, hoặc dòng có ít ô hơn dòng tiêu đề.",
            "A column is missing, or the row has fewer cells than the header."),
        (RowRules.ColumnUnknown, "Cột không thuộc mẫu hoặc bị lặp, hoặc dòng có nhiều ô hơn dòng tiêu đề.",
            "The column is not in the template or is repeated, or the row has more cells than the header."),
        (RowRules.TextNfd, "Chữ có dấu viết theo dạng tổ hợp (NFD); hệ thống đã chuyển về dạng dựng sẵn (NFC).",
            "Accented letters were decomposed (NFD); they were normalised to NFC."),
        (RowRules.TextLookalike,
            "Có ký tự giống chữ Việt nhưng thuộc bảng chữ khác, hoặc ký tự ẩn; hệ thống đã thay bằng chữ đúng.",
            "Letters of another alphabet that look alike, or invisible characters; they were replaced."),
        (RowRules.TextLegacyEncoding,
            "Chữ dùng bảng mã cũ (TCVN3, VNI, VIQR) hoặc giải mã sai. Hãy chọn bảng mã ấy khi nhập, hoặc nộp "
            + "tệp Unicode.",
            "The text is in a legacy encoding (TCVN3, VNI, VIQR) or wrongly decoded. Choose that coding for the "
            + "import, or send a file in Unicode."),
        (RowRules.LineEncoding, "Dòng này không phải UTF-8 hợp lệ. Hãy chọn bảng mã của tệp khi nhập, "
            + "hoặc lưu tệp dạng CSV UTF-8 rồi nộp lại.",
            "This line is not valid UTF-8. Choose the file's coding for the import, or save it as CSV UTF-8."),
    ];
}
