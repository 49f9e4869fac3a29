//! A scene as one HTML file: the map with zoom, pan and a ruler, its tables, Chinese and English, light and dark, for
//! screen and paper. Nothing is fetched: a content policy in the page forbids it.

use super::{Language, Scene, Table, Words, escaped, svg};
use std::fmt::Write;

const STYLE: &str = "\
*{box-sizing:border-box}html{color-scheme:light dark}body{margin:0;background:var(--ground);color:var(--ink);\
font:14px/1.5 'Noto Sans','Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif}\
html[lang=en] .zh,html[lang=zh] .en{display:none}\
header{display:flex;gap:16px;align-items:center;padding:14px 22px;border-bottom:1px solid var(--grid);background:var(--card)}\
header div{flex:1;min-width:0}h1{font-size:19px;line-height:1.25;margin:0}header p{margin:2px 0 0;color:var(--soft);font-size:13px}\
button{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--grid);border-radius:6px;padding:6px 12px;cursor:pointer;white-space:nowrap}\
button:hover,button[aria-pressed=true]{border-color:var(--c0)}button:focus-visible,.map:focus-visible{outline:2px solid var(--c0);outline-offset:1px}\
main{display:grid;grid-template-columns:minmax(0,1fr) 400px;min-height:calc(100vh - 72px)}\
.view{position:relative;border-right:1px solid var(--grid);min-height:420px}.map{position:sticky;top:0;display:block;width:100%;height:calc(100vh - 72px);touch-action:none;cursor:grab}\
.tools{position:fixed;right:414px;bottom:14px;display:flex;gap:6px;z-index:1}.tools button{background:var(--card)}\
#said{position:absolute;left:14px;top:14px;background:var(--card);border:1px solid var(--grid);border-radius:6px;padding:4px 10px;font-variant-numeric:tabular-nums}#said:empty{display:none}\
aside{background:var(--card);padding:6px 22px 28px}h2{font-size:14px;margin:20px 0 6px}table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}\
th{font-weight:500;color:var(--soft);text-align:left;font-size:12px}th,td{padding:5px 8px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top}\
td:not(:first-child),th:not(:first-child){text-align:right}tr[data-c] td:not(:first-child){white-space:nowrap}tr[data-c]:hover td{background:var(--ground)}i.hue{display:inline-block;width:12px;height:4px;border-radius:2px;margin:0 8px 3px 0;vertical-align:middle}\
ul.legend{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:4px 10px;font-size:13px}ul.legend li{display:flex;gap:8px;align-items:flex-start}ul.legend svg{width:26px;height:14px;flex:none;margin-top:3px}\
.map.dim .line,.map.dim .way,.map.dim .patch{opacity:.18}.map.dim .on{opacity:1;stroke-width:5}\
@media(max-width:900px){main{grid-template-columns:1fr}.map{position:static;height:62vh}.view{border-right:0;border-bottom:1px solid var(--grid)}.tools{position:absolute;right:14px}}\
@media print{:root{--ground:#fff;--card:#fff}button,.tools{display:none}main{display:block}.map{position:static;height:auto}aside{padding:0 22px}}";

const SCRIPT: &str = "\
'use strict';const root=document.documentElement,map=document.querySelector('.map'),said=document.getElementById('said');\
const whole=[0,0,1200,900];let box=whole.slice(),drag=null,ruler=null,points=[];const q=(id)=>document.getElementById(id);\
const show=()=>map.setAttribute('viewBox',box.join(' '));\
const at=(e)=>{const p=new DOMPoint(e.clientX,e.clientY).matrixTransform(map.getScreenCTM().inverse());return[p.x,p.y]};\
const zoom=(f,c)=>{const w=Math.min(2400,Math.max(30,box[2]*f)),k=w/box[2];box=[c[0]-(c[0]-box[0])*k,c[1]-(c[1]-box[1])*k,w,box[3]*k];show()};\
const middle=()=>[box[0]+box[2]/2,box[1]+box[3]/2];\
map.addEventListener('wheel',e=>{e.preventDefault();zoom(e.deltaY>0?1.2:1/1.2,at(e))},{passive:false});\
map.addEventListener('pointerdown',e=>{if(ruler!==null){measure(at(e));return}drag={x:e.clientX,y:e.clientY,box:box.slice()};map.setPointerCapture(e.pointerId)});\
map.addEventListener('pointermove',e=>{if(!drag)return;const s=1/map.getScreenCTM().a;box[0]=drag.box[0]-(e.clientX-drag.x)*s;box[1]=drag.box[1]-(e.clientY-drag.y)*s;show()});\
map.addEventListener('pointerup',()=>{drag=null});map.addEventListener('pointercancel',()=>{drag=null});\
map.addEventListener('keydown',e=>{const s=box[2]/12,m={ArrowLeft:[-s,0],ArrowRight:[s,0],ArrowUp:[0,-s],ArrowDown:[0,s]}[e.key];if(m){e.preventDefault();box[0]+=m[0];box[1]+=m[1];show()}else if(e.key==='+')zoom(1/1.2,middle());else if(e.key==='-')zoom(1.2,middle());else if(e.key==='0'){box=whole.slice();show()}});\
q('in').onclick=()=>zoom(1/1.4,middle());q('out').onclick=()=>zoom(1.4,middle());q('all').onclick=()=>{box=whole.slice();show()};\
const mpp=Number(q('scale').dataset.mpp);\
const far=m=>root.lang==='zh'?(m<1000?m.toFixed(0)+' 米':(m/1000).toFixed(2)+' 公里'):(m<1000?m.toFixed(0)+' m':(m/1000).toFixed(2)+' km');\
const draw=()=>{let l=q('measured');if(!l){l=document.createElementNS('http://www.w3.org/2000/svg','polyline');l.id='measured';l.setAttribute('fill','none');l.setAttribute('stroke','var(--ink)');l.setAttribute('stroke-width','2');l.setAttribute('stroke-dasharray','5 4');l.setAttribute('vector-effect','non-scaling-stroke');map.append(l)}l.setAttribute('points',points.map(p=>p.join(',')).join(' '));let d=0;for(let i=1;i<points.length;i++)d+=Math.hypot(points[i][0]-points[i-1][0],points[i][1]-points[i-1][1])*mpp;said.textContent=ruler===null?'':far(d)};\
const measure=p=>{points.push(p);draw()};\
q('rule').onclick=e=>{ruler=ruler===null?1:null;points=[];e.currentTarget.setAttribute('aria-pressed',String(ruler!==null));map.style.cursor=ruler===null?'grab':'crosshair';draw()};\
q('lang').onclick=()=>{root.lang=root.lang==='zh'?'en':'zh';draw()};\
q('theme').onclick=()=>{const dark=root.dataset.theme?root.dataset.theme==='dark':matchMedia('(prefers-color-scheme:dark)').matches;root.dataset.theme=dark?'light':'dark'};\
for(const row of document.querySelectorAll('tr[data-n]')){const marks=[...document.querySelectorAll('[data-c=\"'+row.dataset.c+'\"]')].filter(m=>m.closest('.map'));\
row.onmouseenter=()=>{map.classList.add('dim');marks.forEach(m=>m.classList.add('on'))};row.onmouseleave=()=>{map.classList.remove('dim');marks.forEach(m=>m.classList.remove('on'))}}";

/// The same text in both languages, one of them shown.
fn both(words: &Words) -> String {
    if words.en == words.zh {
        return escaped(&words.en);
    }
    format!(
        "<span class=\"en\">{}</span><span class=\"zh\" lang=\"zh\">{}</span>",
        escaped(&words.en),
        escaped(&words.zh)
    )
}

pub(super) fn page(scene: &Scene, language: Language) -> String {
    let lang = if language == Language::En { "en" } else { "zh" };
    let button = |id: &str, en: &str, zh: &str| {
        format!("<button type=\"button\" id=\"{id}\">{}</button>", both(&Words::new(en, zh)))
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{} · {}</title>\n<style>{}{STYLE}</style>\n",
        escaped(scene.title.of(Language::Zh)),
        escaped(scene.title.of(Language::En)),
        svg::STYLE,
    );
    let _ = write!(
        out,
        "<header><div><h1>{}</h1><p>{}</p></div>{}{}</header>\n<main>\n<section class=\"view\">\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" viewBox=\"0 0 1200 900\" tabindex=\"0\" role=\"img\" \
         aria-label=\"{} {}\">\n{}</svg>\n\
         <div id=\"said\" role=\"status\"></div><div class=\"tools\">{}{}{}{}</div>\n</section>\n<aside>\n",
        both(&scene.title),
        both(&scene.note),
        button("lang", "中文", "English"),
        button("theme", "Light / dark", "明 / 暗"),
        escaped(&scene.title.zh),
        escaped(&scene.title.en),
        svg::body(scene, &[Language::En, Language::Zh]),
        button("rule", "Measure", "量距"),
        button("in", "+", "+"),
        button("out", "−", "−"),
        button("all", "All", "全图"),
    );
    let _ = writeln!(out, "<h2>{}</h2><ul class=\"legend\">", both(&Words::new("Legend", "图例")));
    for (kind, name) in svg::kinds(scene) {
        let _ = writeln!(
            out,
            "<li><svg class=\"sample map-key\" viewBox=\"0 0 26 14\" aria-hidden=\"true\"><g class=\"map\">{}</g></svg>{}</li>",
            svg::sample(kind),
            both(&name)
        );
    }
    out.push_str("</ul>\n");
    scene.tables.iter().for_each(|one| table(&mut out, one));
    let _ = write!(out, "</aside>\n</main>\n<script>{SCRIPT}</script>\n</html>\n");
    out
}

fn table(out: &mut String, table: &Table) {
    let _ = writeln!(out, "<h2>{}</h2><table>", both(&table.title));
    if !table.head.is_empty() {
        let cells: String = table.head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", both(cell))).collect();
        let _ = writeln!(out, "<thead><tr>{cells}</tr></thead>");
    }
    out.push_str("<tbody>\n");
    for (index, (hue, cells)) in table.rows.iter().enumerate() {
        let row = hue.map(|hue| format!(" data-c=\"{hue}\" data-n=\"{index}\"")).unwrap_or_default();
        let swatch =
            hue.map(|hue| format!("<i class=\"hue\" style=\"background:var(--c{hue})\"></i>")).unwrap_or_default();
        let cell = |(i, words): (usize, &Words)| {
            format!("<td>{}{}</td>", if i == 0 { swatch.as_str() } else { "" }, both(words))
        };
        let cells: String = cells.iter().enumerate().map(cell).collect();
        let _ = writeln!(out, "<tr{row}>{cells}</tr>");
    }
    out.push_str("</tbody></table>\n");
}
