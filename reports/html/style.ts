/** The style sheet. One set of colours, each in a light and a dark value that keep AA contrast on their ground. */

export const STYLE = `
:root{color-scheme:light dark;
--ground:light-dark(#fcfcfa,#14171a);--raised:light-dark(#f4f4f0,#1b1f23);--line:light-dark(#d9d9d2,#343a40);--faint:light-dark(#e9e9e3,#262b30);
--ink:light-dark(#1b1f23,#e3e6e8);--quiet:light-dark(#575e66,#a3abb3);--link:light-dark(#17558f,#8fbdf2);
--passed:light-dark(#1d6b3d,#7ccb98);--failed:light-dark(#b3211b,#ff9b92);--blocked:light-dark(#8a4b00,#f2b263);--indeterminate:light-dark(#6a5a00,#dcc866);
--errored:light-dark(#86208a,#e8a0ea);--unexpected-pass:light-dark(#00616f,#6ecfdd);--expected-failure:light-dark(#77492f,#d9a98f);--neutral:light-dark(#575e66,#a3abb3);--performed:light-dark(#3c5871,#a5bfd6);
--red-ground:light-dark(#fbeceb,#3a1e1d);--green-ground:light-dark(#e9f4ec,#16301f);
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}
html{font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;background:var(--ground);color:var(--ink);scroll-padding-top:3.75rem;-webkit-text-size-adjust:100%}
body{margin:0;overflow-wrap:anywhere}
main,footer,nav{max-width:76rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}summary:focus-visible,.diagram a:focus-visible,pre:focus-visible{outline-offset:-2px}[tabindex="-1"]:focus{outline:none}
code,pre{font-family:var(--mono);font-size:.86em;font-variant-ligatures:none}
h1,h2,h3,h4,h5,h6,p,ul,ol,dl,dd,pre,fieldset{margin:0;padding:0}
h2{font-size:1.5rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}h3{font-size:1.06rem;line-height:1.4;font-weight:600}h4,h5,h6{font-size:1rem;line-height:1.45;font-weight:600}
main>section{padding-block:2.75rem 1rem;border-top:1px solid var(--line)}main>section:first-child{border:0;padding-top:2.5rem}
.lead{color:var(--quiet);max-width:46rem;margin:.35rem 0 1.4rem}.quiet{color:var(--quiet)}.id{color:var(--quiet);font-weight:400;font-size:.8rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.defs{position:absolute;width:0;height:0}
[hidden]{display:none!important}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--ground);padding:.5rem 1rem;z-index:9}.skip:focus{top:.5rem}
header{position:sticky;top:0;z-index:5;background:var(--ground);border-bottom:1px solid var(--line)}
nav{display:flex;align-items:center;gap:1.5rem;height:3rem;font-size:.9rem}
nav .name{font-weight:600;white-space:nowrap}
nav ul{display:flex;gap:1.25rem;list-style:none;overflow-x:auto;flex:1;white-space:nowrap;height:100%;align-items:center;scrollbar-width:none}
nav a{color:var(--ink);text-decoration:none;padding-block:.4rem}nav a:hover{text-decoration:underline}
button{font:inherit;font-size:.82rem;line-height:1.4;color:var(--ink);background:var(--ground);border:1px solid var(--line);border-radius:4px;padding:.15rem .6rem;cursor:pointer}button:hover{border-color:var(--quiet)}
html:not(.js) button{display:none}
.mark{width:1em;height:1em;flex:none;vertical-align:-.125em;color:var(--neutral)}
.badge{white-space:nowrap;color:var(--neutral)}.badge .mark{margin-right:.4em}
.passed{color:var(--passed)}.failed{color:var(--failed)}.blocked{color:var(--blocked)}.indeterminate{color:var(--indeterminate)}.errored{color:var(--errored)}.unexpected-pass{color:var(--unexpected-pass)}.expected-failure{color:var(--expected-failure)}.not-applicable,.omitted,.not-judged,.not-selected{color:var(--neutral)}.performed{color:var(--performed)}.not-performed{color:var(--blocked)}
.refused{color:var(--failed)}
.tally{display:inline-flex;flex-wrap:wrap;gap:.1rem .9rem;font-size:.85rem;font-variant-numeric:tabular-nums}
.kicker{color:var(--quiet);font-size:.95rem}
h1{display:flex;align-items:center;gap:.4em;font-size:clamp(1.9rem,5vw,2.6rem);line-height:1.2;font-weight:650;letter-spacing:-.02em;margin:.15rem 0 .35rem}
h1 .mark{color:inherit;width:.85em;height:.85em}
.says{font-size:1.15rem;line-height:1.5;max-width:52rem}
.banner{display:flex;gap:.6rem;align-items:center;margin-top:1rem;padding:.6rem .9rem;border:1px solid currentColor;border-radius:4px}.banner .mark{color:inherit}
.run{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(15rem,100%),1fr));gap:.9rem 2rem;margin:1.75rem 0}
dt{color:var(--quiet);font-size:.82rem}
.figures{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin-top:.5rem}
.figures th,.figures td{text-align:left;vertical-align:baseline;padding:.55rem 1.5rem .55rem 0;border-bottom:1px solid var(--faint);font-weight:400}
.figures thead th{color:var(--quiet);font-size:.82rem;border-color:var(--line);white-space:nowrap}.figures b{font-size:1.2rem;font-weight:600}.figures tbody th .id{white-space:nowrap}
.figures td{white-space:nowrap}.figures td:last-child{white-space:normal}.figures .badge{margin-right:.7rem;font-size:.9rem}.figures .unclaimed td{color:var(--quiet)}
.note{font-size:.87rem;margin-top:.7rem;max-width:52rem}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:.4rem;height:.4rem;border:solid var(--quiet);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);margin:0 .25rem 0 .4rem;align-self:start;position:relative;top:.58em}
details[open]>summary::before{transform:rotate(45deg);top:.45em}
.more{margin-top:1.1rem}.more>summary,.performances>summary,.cases>summary{display:flex;align-items:center;gap:.45rem;color:var(--quiet);font-size:.9rem}.more>div{padding:.5rem 0 .5rem 1.2rem}.more h2{line-height:1.4;letter-spacing:0;margin-top:.9rem;font-size:.92rem}.more ul{padding-left:1.1rem}
.causes{list-style:none;counter-reset:cause;display:grid;grid-template-columns:minmax(0,1fr);gap:0}
.cause{counter-increment:cause;position:relative;padding:1.25rem 0 1.5rem 3rem;border-top:1px solid var(--faint)}.cause:first-child{border:0;padding-top:0}
.cause>h3::before{content:counter(cause);position:absolute;left:0;width:2rem;text-align:right;color:var(--quiet);font-weight:400;font-variant-numeric:tabular-nums;white-space:nowrap}
.cause .meta{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;font-size:.9rem;margin:.15rem 0 .5rem}.cause h4{font-size:.87rem;color:var(--quiet);font-weight:400;margin:.8rem 0 .25rem}
.source .quiet{white-space:nowrap}.step>summary>.mark,.check>summary>.mark{align-self:start;margin-top:.27em}::placeholder{color:var(--quiet);opacity:1}
.from{font-size:.87rem;margin-top:.5rem}
.held{list-style:none;font-size:.9rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(27rem,100%),1fr));gap:.1rem 2rem}.held a,ul.inline a{text-decoration:none}.held a:hover,ul.inline a:hover{text-decoration:underline}.held .mark,ul.inline .mark{margin-right:.45em}
.comparison{width:100%;table-layout:fixed;border-collapse:collapse;margin:.7rem 0;background:var(--raised);border:1px solid var(--faint);line-height:1.5}
.comparison th{text-align:left;font-size:.8rem;font-weight:400;color:var(--quiet);padding:.35rem .75rem .15rem 1.6rem}.comparison td{padding:0 .75rem 0 1.6rem;vertical-align:top;position:relative}.comparison tr:last-child td{padding-bottom:.4rem}
.comparison td+td,.comparison th+th{border-left:1px solid var(--faint)}.comparison code{white-space:pre-wrap}
.differs.expected{background:var(--green-ground)}.differs.actual{background:var(--red-ground)}.sign{position:absolute;left:.65rem;font-family:var(--mono);font-size:.86em;user-select:none}.expected .sign{color:var(--passed)}.actual .sign{color:var(--failed)}
section.lanes{margin-bottom:2.5rem}.lanes h3{margin-bottom:.3rem}.choice{font-size:.9rem;color:var(--quiet);display:block;margin:.4rem 0 .6rem}
select,input[type=search]{font:inherit;font-size:.9rem;color:var(--ink);background:var(--ground);border:1px solid var(--quiet);border-radius:4px;padding:.2rem .45rem;max-width:100%}
.lanes-1{--n:1}.lanes-2{--n:2}.lanes-3{--n:3}.lanes-4{--n:4}.lanes-5{--n:5}.lanes-6{--n:6}.lanes-7{--n:7}.lanes-8{--n:8}.lanes-9{--n:9}.lanes-10{--n:10}
.diagram ol{list-style:none;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.diagram a,.heads{display:grid;grid-template-columns:min(calc(var(--n)*9rem),58%) minmax(0,1fr);column-gap:1.75rem;text-decoration:none}
.diagram a{color:inherit;min-height:3.6rem}.diagram a:hover{background:var(--raised)}.diagram a:hover .line{text-decoration:underline}
.heads{position:sticky;top:3rem;z-index:2;background:var(--ground);font-size:.87rem;font-weight:600}.heads .draw{display:flex;padding-block:.4rem}.heads .draw span{flex:1 1 0;min-width:0;text-align:center;line-height:1.25;padding-inline:.15rem;align-self:end}
a .draw{position:relative;min-height:2.6rem}.strip{position:absolute;inset:0;height:calc(100% + 1px);overflow:visible;display:block}
.life{stroke:var(--line);stroke-width:1}.shaft{stroke:currentColor;stroke-width:1.75;fill:none}.head{fill:currentColor}.plate{fill:var(--ground);stroke:currentColor;stroke-width:1.5}.strip text{fill:currentColor;font-size:11.5px;font-weight:600;font-variant-numeric:tabular-nums}
.strip.blocked .shaft,.strip.not-performed .shaft{stroke-dasharray:7 4}.strip.indeterminate .shaft,.strip.not-judged .shaft{stroke-dasharray:2 3.5}.strip.omitted .shaft,.strip.not-applicable .shaft,.strip.not-selected .shaft{stroke-dasharray:1 5}.strip.failed .shaft,.strip.errored .shaft{stroke-width:2.6}
.text{padding-block:.7rem;display:block;color:var(--ink)}.text .line{display:block;line-height:1.4}.outcome{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.87rem}
.filters{background:var(--raised);border:1px solid var(--faint);border-radius:4px;padding:.85rem 1rem;margin-bottom:1.5rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.55rem;font-size:.9rem}
fieldset{border:0;min-width:0;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;align-items:center;position:relative;padding-left:4.5rem}legend{position:absolute;left:0;top:.1rem;color:var(--quiet);font-size:.82rem}
.filters label{display:inline-flex;align-items:center;gap:.4em}.filters label:has(:disabled){opacity:.62}.filters input{accent-color:var(--link);margin:0}
.fields{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}.fields label{color:var(--quiet);font-size:.82rem}.search{flex:1 1 18rem}.search input{flex:1;min-width:0}
.state{display:flex;flex-wrap:wrap;gap:.4rem .7rem;align-items:center}.state output{margin-right:auto;font-variant-numeric:tabular-nums}
.flow{margin-bottom:2rem}.flow>h3{margin-bottom:.5rem}
.step{border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 3.2rem}.step[open]{contain-intrinsic-size:auto 24rem}.step>:not(summary){margin-left:1.4rem}.step>p,.performances{margin-block:.3rem .7rem;font-size:.9rem}
.step>summary,.check>summary{display:grid;grid-template-columns:auto auto minmax(0,1fr) auto;gap:.2rem .6rem;align-items:baseline;padding-block:.6rem}.check>summary{padding-block:.45rem}
.step>summary:hover,.check>summary:hover,.result>summary:hover,.exchange>summary:hover,.transcript>summary:hover{background:var(--raised)}
.title{min-width:0}.title h4{display:inline;font-weight:600;margin-right:.6rem}.title h4 .number{margin-right:.55rem}.title h5{display:block;font-weight:400}.title .quiet{font-size:.85rem;white-space:nowrap}
.check>summary .tally,.step>summary .tally{justify-content:flex-end;max-width:26rem;gap:.1rem .9rem}
.level{font-size:.8rem;margin-left:.7rem;color:var(--quiet)}.level.required{color:var(--ink)}
.check{border-top:1px solid var(--faint)}.check .from{margin:0 0 .5rem 1.4rem}
.result{margin-left:1.4rem;border-top:1px solid var(--faint);font-size:.93rem}
.result>summary{display:grid;grid-template-columns:auto 9.5rem 12rem minmax(0,1fr);gap:.6rem;align-items:baseline;padding-block:.35rem}.result>summary .why{color:var(--quiet);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.result[open]>summary .why{visibility:hidden}
.result>.body{padding:.2rem 0 1.1rem 1.4rem}.body h6,.wire h4,.exchange>h4{font-size:.85rem;font-weight:400;color:var(--quiet);margin:.8rem 0 .25rem}.notes{padding-left:1.1rem}.counterexample{margin-bottom:1rem}.cases table{border-collapse:collapse;font-size:.9rem}.cases th{text-align:left;font-weight:400}.cases td,.cases thead th+th{text-align:right;padding-left:1.2rem;font-variant-numeric:tabular-nums}
.facts>div{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.2rem 1rem;padding-block:.12rem}.facts dd{min-width:0}
.here{font-size:.85rem;white-space:nowrap}.body>p{margin-top:.7rem}
.block{position:relative;background:var(--raised);border:1px solid var(--faint);border-radius:3px}.block pre{white-space:pre-wrap;padding:.55rem 4.6rem .55rem .75rem;max-height:32rem;overflow:auto;line-height:1.5;tab-size:2}.block pre code{font-size:1em}.block .copy{position:absolute;top:.35rem;right:.5rem;z-index:1}.header{color:var(--quiet)}.block b{font-weight:600}.w{display:inline-block;max-width:100%}
.references{list-style:none}.peek>summary,.exchange>summary{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline}.peek>summary{padding-block:.2rem}.peek>:not(summary){margin-left:1.2rem}.peek .wire{padding-bottom:.6rem}.peek .wire .here{display:none}
.number{font-variant-numeric:tabular-nums}.exchange>summary .number,.peek .number{color:var(--quiet);min-width:1.5rem;text-align:right}.brief b{font-weight:600}
.transcript{border-top:1px solid var(--line)}.transcript>summary{display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline;padding-block:.6rem}.transcript>summary .quiet,.exchange>summary .quiet{font-size:.87rem}.transcript>summary h3{font-size:1rem}
.exchange{border-top:1px solid var(--faint);margin-left:1.4rem;font-size:.93rem;content-visibility:auto;contain-intrinsic-size:auto 2.4rem}.exchange>summary{padding-block:.35rem}.exchange>.wire,.exchange>h4,.exchange>ul,.exchange>p{margin-left:1.4rem}.exchange[open]{padding-bottom:1.1rem}
ul.inline{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;font-size:.9rem}
.performances ul{list-style:none}.performances li{padding-block:.25rem}.performances .references{margin-left:1.2rem}
#not-tested h3{margin:1.4rem 0 .4rem}#not-tested h4{font-weight:400;color:var(--quiet);margin-bottom:.3rem}#not-tested ul{padding-left:1.1rem}.statements li{margin-bottom:.8rem}.statements .from{margin-top:0}
footer{border-top:1px solid var(--line);padding-block:1.5rem 3rem;margin-top:2.5rem;color:var(--quiet);font-size:.9rem}
.is-target>summary,h3.is-target{background:var(--raised);box-shadow:inset 3px 0 0 var(--link)}
@media (max-width:52rem){
html{scroll-padding-top:5.25rem}nav{gap:1rem;height:auto;min-height:3rem}nav .name{display:none}nav ul{flex-wrap:wrap;gap:0 1rem;height:auto;padding-block:.3rem}.run{grid-template-columns:repeat(auto-fill,minmax(min(9.5rem,100%),1fr));gap:.7rem 1.2rem}.run>div:first-child{grid-column:1/-1}
.figures thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.figures,.figures tbody,.figures tr,.figures th,.figures td{display:block}.figures tr{border-bottom:1px solid var(--line);padding-block:.6rem}.figures tbody th,.figures tbody td{border:0;padding:.12rem 0}.figures td[data-label]{display:grid;grid-template-columns:7rem minmax(0,1fr)}.figures td[data-label]>*{justify-self:start}.figures td[data-label]{display:block;padding-left:7.5rem;position:relative}.figures td[data-label]::before{content:attr(data-label);position:absolute;left:0;color:var(--quiet);font-size:.82rem;line-height:1.9}
.diagram a,.heads{grid-template-columns:minmax(0,1fr)}.heads{font-size:.8rem}:is(.lanes-5,.lanes-6,.lanes-7,.lanes-8,.lanes-9,.lanes-10) .heads{position:static}:is(.lanes-5,.lanes-6,.lanes-7,.lanes-8,.lanes-9,.lanes-10) .heads .draw span{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;white-space:nowrap;flex:1;display:flex;align-items:center}.text{padding:.1rem .5rem .8rem}.diagram li{border-top:1px solid var(--faint)}.diagram li:first-child{border:0}a .draw{min-height:3rem}
.cause{padding-left:1.8rem}.cause>h3::before{width:1.1rem}
.step>summary,.check>summary{grid-template-columns:auto auto minmax(0,1fr)}.step>summary .tally,.check>summary .tally{grid-column:3;justify-content:flex-start}.title .quiet{white-space:normal}
.step>:not(summary),.result,.exchange{margin-left:.5rem}.check .from{margin-left:1rem}.result>summary{grid-template-columns:auto auto minmax(0,1fr)}.result>summary .why{grid-column:2/-1;white-space:normal;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}.result[open]>summary .why{display:none}.result>.body{padding-left:.5rem}.exchange>.wire,.exchange>h4,.exchange>ul,.exchange>p,.peek>:not(summary){margin-left:.25rem}
.facts>div{grid-template-columns:minmax(0,1fr);padding-block:.25rem}fieldset{padding:1.5rem 0 0}
.comparison,.comparison tbody,.comparison tr,.comparison td{display:block}.comparison thead{display:block;border-bottom:1px solid var(--faint)}.comparison thead tr{display:flex;gap:1.25rem;padding-left:.65rem}.comparison th{padding:.2rem 0}.comparison th+th{border:0}.comparison th::before{content:'− ';font-family:var(--mono)}.comparison th+th::before{content:'+ '}.comparison tbody{padding-block:.35rem}.comparison td.none,.comparison .same td+td{display:none}.comparison td+td{border:0}.comparison tr:last-child td{padding-bottom:0}}
@media (hover:none){button{padding:.35rem .8rem}}
@media (prefers-reduced-motion:no-preference){summary::before{transition:transform .12s}}
@media print{:root{color-scheme:light}html{font-size:10pt}header,.filters,.choice,button,.here,.skip{display:none!important}main>section{padding-block:1.2rem .5rem}.cause,.diagram li,.result,.exchange{break-inside:avoid}h2,h3,h4{break-after:avoid}.step,.exchange{content-visibility:visible}.block pre{max-height:none}a{color:inherit}.heads{position:static}*{print-color-adjust:exact}}
`
